"""Examples of the loop, of plans and of starting shapes."""
