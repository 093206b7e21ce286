"""Telling somebody outside the pages: who wishes it, when it is due, and by which channel."""
