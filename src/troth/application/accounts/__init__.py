"""Accounts: who one is, what opens it, and the devices one is known on."""
