"""The word lists, read once into one search over words."""
