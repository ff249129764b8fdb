"""Telling clients what happens: fan-out of committed events, without sockets, FastAPI or a database."""
