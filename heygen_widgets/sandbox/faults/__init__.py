"""Faults: what can go wrong, and the responses that do."""
