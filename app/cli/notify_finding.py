"""The doctor's examination of the services that notify people: known to Apprise, and, on request, sent a line."""

import asyncio
from collections.abc import Iterator

from app.cli.findings import Finding, Grade
from app.core.errors import SettingsInvalid
from app.core.notify_targets import notify_targets, scheme_of
from app.core.optional_packages import require
from app.core.settings import Settings
from app.jobs.notices import Notice

NAME = "notices"
#: Time for one service, seconds.
TIMEOUT_S = 30.0
LINE = Notice("A test by the doctor: the ends of jobs are reported here.", good=True)


def notices(settings: Settings, *, send: bool = False) -> Iterator[Finding]:
    """A finding for each service; with `send` it is sent a line. Nothing without NOTIFY_URLS."""
    targets = notify_targets(settings.notify_urls.get_secret_value())
    if not targets:
        return
    try:
        require("apprise", of="NOTIFY_URLS", requirements="requirements-notify.txt")
    except SettingsInvalid as error:
        yield Finding(NAME, Grade.MISSING, "their package is not installed", str(error).rpartition(": ")[2])
        return
    from app.webhooks.notifier import Notifier

    notifier = Notifier(targets, title=settings.app_name, timeout_s=TIMEOUT_S)
    unknown = notifier.unknown()
    for number, (digest, url) in enumerate(targets.items(), start=1):
        what = f"number {number} of NOTIFY_URLS ({scheme_of(url)})"
        if url in unknown:
            yield Finding(NAME, Grade.MISSING, f"{what} is none that Apprise knows", "write it as Apprise does")
        elif not send:
            yield Finding(NAME, Grade.OK, f"{what} is known; `doctor --notify` sends it a line")
        else:
            outcome = asyncio.run(notifier.send(digest, LINE))
            grade = Grade.OK if outcome.delivered else Grade.WARNING
            remedy = "" if outcome.delivered else "check the URL, and whether this machine reaches the service"
            yield Finding(NAME, grade, f"{what} took a line" if outcome.delivered else str(outcome.error), remedy)
    notifier.close()
