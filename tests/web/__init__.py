"""The pages, as two members and a stranger meet them."""
