"""The proof: behaviour by example, laws over all cases, and the rules of this house."""
