"""What is sealed opens only where it should, and what is signed, said or typed is read as meant."""
