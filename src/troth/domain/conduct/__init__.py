"""Conduct: what is noticed at the time, and how a breach comes to be put right."""
