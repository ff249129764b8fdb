"""What a job that makes a film from a prompt was requested to make, and what it made."""

from app.jobs.results import Result

#: Longest prompt, characters.
LONGEST_PROMPT = 4000
#: Largest seed: that of services which have one.
MOST_SEED = 2**31 - 1


class MadeFilm(Result):
    """The film of a job: the file for download, the video that it can be used as, and how it was made.

    `took_ms` is the time from the first order to the film, `cost_usd` what all orders of the job cost.
    """

    provider: str
    model: str
    artifact_id: str
    video_id: str
    duration_s: float
    width: int | None
    height: int | None
    took_ms: int
    cost_usd: float


class Generation(Result):
    """A prompt, and the `provider` and `model` if the client chose them. `made` is None until there is a film.

    `round` counts the retries that people requested: each may order anew what has failed for good.
    """

    prompt: str
    provider: str | None = None
    model: str | None = None
    round: int = 0
    made: MadeFilm | None = None
