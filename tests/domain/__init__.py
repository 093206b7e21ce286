"""Examples of the domain, feature by feature."""
