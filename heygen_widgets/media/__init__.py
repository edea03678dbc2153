"""Image files: decoding, saving, and static HTML."""
