"""Images as bytes and as static HTML."""
