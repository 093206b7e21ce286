"""Readings of the state and the log: what is shown, never what is decided."""
