"""What a generation costs, what may be spent, and what was."""
