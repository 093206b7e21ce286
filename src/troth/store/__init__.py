"""Durable, hash-chained entries whose content the store cannot read."""
