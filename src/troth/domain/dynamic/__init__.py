"""The dynamic: its two members, and beginning, checking in, pausing, resuming and ending."""
