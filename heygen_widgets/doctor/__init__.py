"""What the environment is like and what is wrong with it: ``python -m heygen_widgets doctor``."""
