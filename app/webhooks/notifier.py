"""Sends notices to people by Apprise: to services that the operator trusts, and whose URLs are never shown."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import apprise

from app.core.notify_targets import scheme_of
from app.jobs.notices import Notice
from app.jobs.webhooks import Outcome

#: Services at once, in all.
AT_ONCE = 4


class Notifier:
    """Sends to the services of `targets`, by the digests of their URLs. `title` is above each line."""

    def __init__(self, targets: Mapping[str, str], *, title: str, timeout_s: float) -> None:
        self._targets = targets
        self._title = title
        self._timeout_s = timeout_s
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="notices")
        self._asset = apprise.AppriseAsset(
            app_id=title,
            app_desc=title,
            app_url="",
            async_mode=False,
            allow_templates=False,
            storage_mode=apprise.PersistentStoreMode.MEMORY,
        )

    def close(self) -> None:
        """Wait for no service any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def unknown(self) -> list[str]:
        """The URLs that no service of Apprise has."""
        return [url for url in self._targets.values() if not self._service(url)]

    def _service(self, url: str) -> apprise.Apprise:
        """The service of a URL; it is empty, and false, if there is none."""
        service = apprise.Apprise(asset=self._asset)
        service.add(url)
        return service

    async def send(self, digest: str, notice: Notice) -> Outcome:
        """Send a line to one service. Raises nothing that a service could cause."""
        url = self._targets.get(digest)
        if url is None:
            return Outcome(False, error="its service is no longer in NOTIFY_URLS", gone=True)
        try:
            async with asyncio.timeout(self._timeout_s):
                taken = await asyncio.get_running_loop().run_in_executor(self._threads, self._notify, url, notice)
        except TimeoutError:
            return Outcome(False, error=f"{scheme_of(url)} did not answer within {self._timeout_s:g} s")
        except Exception as error:  # noqa: BLE001 - of any plugin; its text and traceback may contain the URL
            return Outcome(False, error=f"{scheme_of(url)} failed with {type(error).__name__}")
        return Outcome(taken, error=None if taken else f"{scheme_of(url)} did not take the notice")

    def _notify(self, url: str, notice: Notice) -> bool:
        kind = apprise.NotifyType.SUCCESS if notice.good else apprise.NotifyType.FAILURE
        return bool(
            self._service(url).notify(
                body=notice.text, title=self._title, notify_type=kind, body_format=apprise.NotifyFormat.TEXT
            )
        )
