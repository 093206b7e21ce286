"""Resets: the agreed way back, which needs no breach, is never a correction, and takes both."""
