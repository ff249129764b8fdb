"""Publishes committed events to clients: fan-out, without sockets, FastAPI or a database."""
