"""Decisions: a question raised, everyone heard, every opinion answered, then decided."""
