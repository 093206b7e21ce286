"""The pages as two people meet them: in a real browser, on a real server, on the demo's record."""
