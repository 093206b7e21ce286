"""The demo: Ash and Wren, an invented couple, and eight weeks of their life."""
