"""Copies: a record outside of Troth, and one brought in again."""
