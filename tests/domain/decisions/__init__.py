"""Matters and decisions: who decides, who is heard first, and what binds afterwards."""
