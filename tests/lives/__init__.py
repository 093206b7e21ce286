"""A couple's whole life, day by day through the real domain, for as many years as are asked for."""
