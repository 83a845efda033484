"""What belongs together: people and their mentions, speakers, codes of regions, the event."""
