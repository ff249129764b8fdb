"""Who a request or a socket comes from: the key that it came with, what that allows, and whose things it may see."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import Forbidden


class KeyScope(StrEnum):
    """What a key allows; each scope includes those before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"

    def includes(self, other: "KeyScope") -> bool:
        """Whether this scope allows what needs the other one."""
        order = tuple(KeyScope)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller of a request: `scope["caller"]`.

    `key_id` is the id of a stored key; None for the master key, and without a key. `user` None sees everything, any
    other value only what belongs to that user.
    """

    key_id: str | None
    name: str
    user: str | None
    scope: KeyScope

    def sees(self, user_id: str | None) -> bool:
        """Whether the caller sees what belongs to `user_id`; None belongs to no user."""
        return self.user is None or self.user == user_id

    def owner_of(self, named: str | None) -> str | None:
        """The user that a new thing belongs to, if the request names this one. Raises Forbidden for another user."""
        if self.user is None:
            return named
        if named not in (None, self.user):
            raise Forbidden("Your key is for another user than the one that this names.")
        return self.user

    def narrowed(self, user_id: str | None) -> str | None:
        """The user whose things a list shows, if the request names this one; None for all, "" for nobody's."""
        if self.user is None:
            return user_id
        return self.user if user_id in (None, self.user) else ""


#: The caller of every request while no key is needed.
EVERYBODY = Caller(None, "everybody", None, KeyScope.ADMIN)
#: The caller with `API_KEY`.
MASTER = Caller(None, "API_KEY", None, KeyScope.ADMIN)
#: A caller that sent no key where one is needed; only open routes serve it. No stored thing belongs to the user "".
UNKNOWN = Caller(None, "unknown", "", KeyScope.READ)
