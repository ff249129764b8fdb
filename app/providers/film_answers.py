"""Translates what services of films answer: what may pass, what is final, and what leaves an order open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from app.core.errors import AppError, ErrorCode, JobFailure
from app.core.retry_after import retry_after_s
from app.providers.orders import OrderLost

#: Longest of the service's own words in a message, characters.
LONGEST_WORDS: Final = 300
#: Answers to an order after which nothing was ordered for sure, although another attempt may succeed: overload, and
#: redirects that say that the request is to be sent elsewhere.
NOT_TAKEN: Final = frozenset({301, 307, 308, 503, 529})
#: Answers of a gateway, which may have passed the order on.
OF_GATEWAYS: Final = frozenset({502, 504})
#: Errors of HTTP clients before anything was sent, by name: the SDKs use different clients.
UNSENT: Final = frozenset(
    {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol", "LocalProtocolError"}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is no success. `content`: the service refuses because of the content."""

    status: int
    words: str = ""
    content: bool = False
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer; `sent` if the request may have arrived."""

    name: str
    sent: bool = True

    @classmethod
    def of(cls, error: BaseException) -> "Silence":
        """By the error of an HTTP client."""
        name = type(error).__name__
        return cls(name, sent=name not in UNSENT)


@dataclass(frozen=True, slots=True)
class Nonsense:
    """An answer of success that cannot be read."""


Outcome = Answer | Silence | Nonsense


@dataclass(frozen=True, slots=True)
class Answers:
    """Translates the errors of a service's SDK. `read` returns what an error means; None if it is a fault of ours.

    `title` is the service's name for people, `setting` that of its settings, such as "OPENAI".
    """

    title: str
    setting: str
    key: str
    read: Callable[[Exception], Outcome | None]

    @contextmanager
    def request(self, what: str) -> Iterator[None]:
        """Raise the errors of a request as JobFailure."""
        try:
            yield
        except AppError:
            raise
        except Exception as error:
            outcome = self.read(error)
            if outcome is None:
                raise
            raise self.failure(outcome, what) from error

    @contextmanager
    def order(self) -> Iterator[None]:
        """Raise the errors of an order as JobFailure, or as OrderLost where it may have been accepted."""
        try:
            yield
        except AppError:
            raise
        except Exception as error:
            outcome = self.read(error)
            if outcome is None:
                raise
            raise self._open(outcome) or self.failure(outcome, "the order") from error

    def _open(self, outcome: Outcome) -> OrderLost | None:
        """What leaves the order open; None if nothing was ordered for sure."""
        match outcome:
            case Silence(name, sent=True):
                return OrderLost(f"{self.title} did not answer an order ({name}).")
            case Nonsense():
                return self.unreadable_order()
            case Answer(status=status) if not (400 <= status < 500 or status in NOT_TAKEN or outcome.content):
                answered = status not in OF_GATEWAYS
                return OrderLost(f"{self.title} answered an order with HTTP {status}.", answered=answered)
        return None

    def unreadable_order(self) -> OrderLost:
        """The answer to an order has no id."""
        return OrderLost(f"{self.title} answered an order with something that cannot be read.", answered=True)

    def unreadable(self, what: str) -> JobFailure:
        """The answer to another request cannot be read."""
        message = f"{self.title} answered {what} with something that its SDK cannot read."
        return JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message)

    def failure(self, outcome: Outcome, what: str) -> JobFailure:
        """The failure that an outcome means."""
        match outcome:
            case Silence(name):
                code = ErrorCode.TIMEOUT if "Timeout" in name else ErrorCode.SOURCE_UNAVAILABLE
                return JobFailure(code, f"{self.title} did not answer {what} ({name}).")
            case Nonsense():
                return self.unreadable(what)
        status, words = outcome.status, self.shown(outcome.words) or "no reason given"
        if outcome.content:
            return JobFailure(ErrorCode.CONTENT_REFUSED, f"{self.title} refuses the content of the prompt: {words}")
        if status in (401, 403):
            message = (
                f"{self.title} refuses the key (HTTP {status}: {words}). Set {self.setting}_API_KEY to a valid one."
            )
            return JobFailure(ErrorCode.MODEL_UNAVAILABLE, message)
        if status == 429:
            message = f"{self.title} asks for fewer requests (HTTP 429: {words})."
            return JobFailure(ErrorCode.RATE_LIMITED, message, retry_after_s=retry_after_s(outcome.retry_after))
        if status == 408 or status >= 500:
            return JobFailure(ErrorCode.SOURCE_UNAVAILABLE, f"{self.title} answered {what} with HTTP {status}: {words}")
        if 300 <= status < 400:
            message = f"{self.title} answered {what} with a redirect (HTTP {status}). Set {self.setting}_BASE_URL."
            return JobFailure(ErrorCode.PROVIDER_FAILED, message)
        return JobFailure(ErrorCode.PROVIDER_FAILED, f"{self.title} refuses {what} (HTTP {status}): {words}")

    def shown(self, words: str) -> str:
        """The service's words for people: short, and without the key, which a refusal may repeat."""
        return " ".join(words.replace(self.key, "***").split())[:LONGEST_WORDS]
