"""Tests of what tells somebody outside the pages."""
