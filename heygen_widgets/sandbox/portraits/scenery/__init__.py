"""Scenery: the backdrops of portraits."""
