"""Lines of the agreement in a browser: asked for field by field, and said in plain words."""
