"""Tests of the command line, through the real commands on a real record."""
