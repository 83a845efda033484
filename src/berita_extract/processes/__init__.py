"""Work for several processes at once, whatever the work is."""
