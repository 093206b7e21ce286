"""The web application: Troth as two people meet it, on two phones."""
