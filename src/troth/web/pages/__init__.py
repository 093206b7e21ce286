"""The pages: one module for each part of a couple's life; none of them knows another."""
