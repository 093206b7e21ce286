"""Who decides: a matter, held against the agreement, the state and the limits, gives a route."""
