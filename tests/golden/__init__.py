"""Frozen samples of everything ever written, which decode for ever."""
