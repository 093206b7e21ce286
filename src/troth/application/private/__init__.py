"""What is one's own: notes, drafts and what is prepared for a session."""
