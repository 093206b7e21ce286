"""Readings of the state, as people see them."""
