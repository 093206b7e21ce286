"""Directions given, permissions asked and answered, treats offered."""
