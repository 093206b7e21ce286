"""Following: whether an event may follow the state it is put on; otherwise nothing changes."""
