"""Everything that stands around the services: where they run, and on what."""
