"""Checks the URL of a link once more before it is connected to."""

from collections.abc import Sequence
from typing import Final

from app.core.errors import ErrorCode, JobFailure, Refusal
from app.sources.source_url import SourceUrl, parse_source_url, refuse_private_literal, with_credentials

NOT_KEPT: Final = (
    "The user name and password of the link are not kept any more: they are removed when a job has ended, and are in "
    "no backup. Post the link again with them."
)


def checked_source(
    url: str, allow_private_networks: bool, allowed_hosts: Sequence[str], credentials: str | None = None
) -> SourceUrl:
    """The URL, checked as at `POST`, since the settings may have changed; with the credentials removed from it.

    Raises JobFailure, `needs_login` if they are no longer stored.
    """
    try:
        source = parse_source_url(url)
        refuse_private_literal(source, allow_private_networks=allow_private_networks, allowed_hosts=allowed_hosts)
    except Refusal as refusal:
        raise JobFailure(ErrorCode(refusal.code), refusal.message) from refusal
    if not source.credentials:
        return source
    if credentials is None:
        raise JobFailure(ErrorCode.NEEDS_LOGIN, NOT_KEPT, retryable=False)
    return with_credentials(source, credentials)
