"""Sends what webhooks subscribed to: signed, guarded like sources, tried again until it is received or given up."""
