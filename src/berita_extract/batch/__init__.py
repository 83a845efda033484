"""Many documents: the same result as one at a time, on as many cores as there are."""
