"""The weekly maintenance session: a conversation that changes nothing by itself."""
