"""The editor's routes, below `/api`: analyses and their segments."""
