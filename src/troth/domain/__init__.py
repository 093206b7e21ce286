"""What has happened, what may be asked and who decides: values and functions only."""
