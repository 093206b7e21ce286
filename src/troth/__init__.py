"""Troth holds what two adults have agreed, and tells both who decides what."""

__version__ = "0.1.0"
