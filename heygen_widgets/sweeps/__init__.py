"""Sweeps: one experiment of many runs, from axes of values to a ranked table."""
