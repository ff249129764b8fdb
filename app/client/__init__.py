"""A client of a server in Python: `from app.client import Client`."""

from app.client.api_client import ApiRefused, ServerLost
from app.client.client import Client

__all__ = ["ApiRefused", "Client", "ServerLost"]
