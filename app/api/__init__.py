"""HTTP and WebSocket: translates between clients and the service, decides nothing."""
