"""Proofs: what shows somebody else, or oneself later, that the record is what it was."""
