"""How fast, beside how fast it could be: each figure with its floor, from one run."""
