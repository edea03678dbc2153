"""Explore HeyGen's AI avatar photos in a notebook."""
