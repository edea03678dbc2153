"""What becomes of pictures: avatars with their looks, training, and new looks."""
