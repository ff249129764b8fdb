"""Refuses to serve everybody who can connect, unless the operator has said so."""

from app.core.errors import SettingsInvalid
from app.core.settings import Settings


def check_door(settings: Settings, *, public: bool, has_keys: bool) -> None:
    """Raises SettingsInvalid if other machines can connect to the server and no key is needed, against its settings.

    `public`: whether they can connect; `has_keys`: whether there is a key that locks the server.
    """
    if public and not has_keys and not settings.allow_unauthenticated:
        raise SettingsInvalid(
            "API_KEY: is needed to listen on other addresses than loopback, as everybody who can connect could use "
            "this server; set one, or make one (`python main.py keys create`), or HOST=127.0.0.1, or "
            "ALLOW_UNAUTHENTICATED=true if a proxy checks who comes"
        )
