"""Journeys: the documentation, followed step by step."""
