"""Version 1 of the API, as the contract fixes it."""
