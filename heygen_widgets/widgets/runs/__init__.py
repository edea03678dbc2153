"""Runs as every widget shows them: words, images, the list of earlier ones."""
