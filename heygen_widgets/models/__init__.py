"""Frozen data and its rules: no I/O, no HTTP, no widget."""
