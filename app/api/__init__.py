"""HTTP and WebSocket: translates between clients and the front desk, decides nothing."""
