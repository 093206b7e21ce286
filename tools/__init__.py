"""What developers run now and then; nothing here is installed with Troth."""
