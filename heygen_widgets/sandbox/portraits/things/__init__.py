"""Things that people hold or have beside them in a portrait."""
