"""A run: submit, poll, download, write down, as one stream of `Generation`."""
