"""The connections below HTTP: how long, how large, how many; uvicorn with bounds."""
