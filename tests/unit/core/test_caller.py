"""Callers: what scopes include, and whose things are seen."""

import pytest

from app.core.caller import EVERYBODY, MASTER, UNKNOWN, Caller, KeyScope


def test_each_scope_includes_those_before_it() -> None:
    """Read, write, admin, in this order."""
    for place, scope in enumerate(KeyScope):
        assert [scope.includes(other) for other in KeyScope] == [other <= place for other in range(len(KeyScope))]


@pytest.mark.parametrize(
    ("user", "seen"), [(None, [None, "ann", "bea"]), ("ann", ["ann"]), ("nobody", []), (UNKNOWN.user, [])]
)
def test_a_user_sees_its_own(user: str | None, seen: list[str | None]) -> None:
    """What belongs to no user is seen by callers without one alone."""
    caller = Caller("k", "key", user, KeyScope.READ)
    assert [owner for owner in (None, "ann", "bea") if caller.sees(owner)] == seen


def test_without_a_key_and_with_the_master_key_everything_is_allowed() -> None:
    """So zero set-up stays as it was."""
    for caller in (EVERYBODY, MASTER):
        assert caller.scope is KeyScope.ADMIN
        assert caller.sees(None)
        assert caller.sees("ann")
