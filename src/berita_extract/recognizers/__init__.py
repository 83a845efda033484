"""What a release names, each kind found on its own."""
