"""The laws: what holds for every style, state and sequence of acts, and what would break it."""
