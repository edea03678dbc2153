"""The widgets: traits in Python, one Vue template each in the browser."""
