"""The studio: eight attributes and a button in a cell, four images and their keys out."""
