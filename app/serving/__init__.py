"""Bounds the time, size and number of connections below HTTP: uvicorn with limits."""
