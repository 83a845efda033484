"""The readers: one module for each family of formats, which imports its library only when it reads."""
