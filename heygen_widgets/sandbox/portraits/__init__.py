"""Portraits: the illustrations that the sandbox gives instead of photos."""
