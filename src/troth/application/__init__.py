"""The one loop: load, decide, seal, append, announce."""
