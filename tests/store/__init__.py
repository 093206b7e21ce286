"""What the SQLite store does when processes, disks and files fail."""
