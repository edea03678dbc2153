"""``%load_ext heygen_widgets``: avatars by magic commands, in IPython and in notebooks."""
