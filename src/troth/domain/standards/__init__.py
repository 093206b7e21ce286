"""What is expected of each: standards, protocols, rituals and tasks, of either member."""
