"""Conduct: observations, and every way from a breach to its end, in both directions."""
