"""Clauses: exact wording, consents with an end, proposals, and what no clause may say."""
