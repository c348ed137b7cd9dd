"""The one command, `tilsagn`."""
