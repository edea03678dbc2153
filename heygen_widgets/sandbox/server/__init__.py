"""The server: HeyGen's routes, their checks and replies, and what was made."""
