"""Talks: the right to be heard, which nobody can refuse and only the one who asked closes."""
