"""The round of 2019 as its correspondents live it: they know topics and nothing of the services."""
