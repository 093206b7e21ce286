"""The dynamic itself: who is in it, where it stands, what holds still while it rests."""
