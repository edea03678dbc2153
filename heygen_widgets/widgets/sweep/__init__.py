"""An experiment of many runs in a cell: `AvatarSweep`."""
