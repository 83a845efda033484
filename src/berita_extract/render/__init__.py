"""Results for people to read; with `cli`, the only rooms that know about terminals."""
