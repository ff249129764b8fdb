"""Why a held job has no transcript, as a refusal of the request that waited for it."""

from app.core.errors import ErrorCode, InvalidRequest, Refusal, TooLarge, WrongState
from app.jobs.record import JobRecord
from app.jobs.states import JobState

#: Failures that lie in the file.
OF_THE_FILE = frozenset({ErrorCode.NO_AUDIO, ErrorCode.UNSUPPORTED_MEDIA, ErrorCode.INVALID_SOURCE})
OF_ITS_SIZE = frozenset({ErrorCode.TOO_LARGE, ErrorCode.TOO_LONG})
#: Tells clients, as OpenAI's SDKs, not to send the request again: the job has had its own retries.
FINAL = {"x-should-retry": "false"}


class JobFailed(Refusal):
    """The job failed for a reason that does not lie in the request."""

    status = 500
    code = "job_failed"
    title = "The job failed"


class JobCancelled(WrongState):
    """Somebody cancelled the job that the request waits for."""

    code = "job_cancelled"


def no_audio(field: str) -> InvalidRequest:
    """The refusal of a file without sound, in this field of the form."""
    row = {"loc": ["body", field], "msg": "has no sound"}
    return InvalidRequest("The file has no sound.", errors=[row], code=ErrorCode.NO_AUDIO.value)


def refuse_incomplete(job: JobRecord, field: str) -> None:
    """Raise a Refusal for a job that was cancelled or has failed; `field` of the form has its file."""
    if job.status is JobState.CANCELLED:
        raise JobCancelled("The job was cancelled.", headers=FINAL)
    if job.status is not JobState.FAILED or job.error is None:
        return
    code, message = str(job.error["code"]), str(job.error["message"])
    if code in OF_THE_FILE:
        raise InvalidRequest(message, errors=[{"loc": ["body", field], "msg": message}], code=code)
    if code in OF_ITS_SIZE:
        raise TooLarge(message, code=code)
    raise JobFailed(message, code=code, headers=FINAL)
