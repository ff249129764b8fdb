"""The form of OpenAI's speech API, as its SDKs send it, and the options of a job that it means."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from app.api.declared_bodies import FormBody
from app.api.v1.json_bodies import validated
from app.core.hotwords import LONGEST_HOTWORD, MOST_HOTWORDS
from app.jobs.options import ProcessingOptions
from app.text.languages import code_of

#: Most characters of a prompt that guide the recognition: of a longer one its end, as in OpenAI's API.
PROMPT_LENGTH = 2000
Format = Literal["json", "text", "srt", "verbose_json", "vtt", "diarized_json"]
TranslationFormat = Literal["json", "text", "srt", "verbose_json", "vtt"]
Granularity = Literal["word", "segment"]
#: Fields that may come several times, with or without brackets after their name.
LISTS = (
    *("timestamp_granularities", "include", "languages", "keywords"),
    *("known_speaker_names", "known_speaker_references"),
)
FLAGS = {"true": True, "1": True, "false": False, "0": False, "": False}


def _language(value: object) -> object:
    if isinstance(value, str) and value.strip():
        if (code := code_of(value)) is None:
            raise ValueError("must be the code of a language that the model knows (ISO 639-1), such as en")
        return code
    return None


def _flag(value: object) -> object:
    return FLAGS.get(value.lower(), value) if isinstance(value, str) else value


def _unsupported(value: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what would change the answer and cannot be done here."""
    if value:
        raise ValueError("is not supported by this server")
    return value


Language = Annotated[str | None, BeforeValidator(_language)]


class _Form(BaseModel):
    """What both forms have."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())

    model: str = Field(min_length=1, max_length=200)
    prompt: str = Field("", max_length=100_000, pattern=r"^[^\x00]*$")
    temperature: float = Field(0.0, ge=0, le=1, allow_inf_nan=False)


class TranscriptionForm(_Form):
    """A sound to write down. `chunking_strategy` is accepted and changes nothing: silence is always left out."""

    language: Language = None
    languages: tuple[Language, ...] = ()
    keywords: tuple[Annotated[str, Field(max_length=200)], ...] = Field((), max_length=200)
    response_format: Format = "json"
    timestamp_granularities: tuple[Granularity, ...] = ()
    stream: Annotated[bool, BeforeValidator(_flag)] = False
    chunking_strategy: str = ""
    include: Annotated[tuple[str, ...], AfterValidator(_unsupported)] = ()
    known_speaker_names: Annotated[tuple[str, ...], AfterValidator(_unsupported)] = ()
    known_speaker_references: Annotated[tuple[str, ...], AfterValidator(_unsupported)] = ()

    @field_validator("timestamp_granularities")
    @classmethod
    def _of_verbose(cls, value: tuple[Granularity, ...], info: ValidationInfo) -> tuple[Granularity, ...]:
        if value and info.data.get("response_format", "verbose_json") != "verbose_json":
            raise ValueError("needs the response_format verbose_json")
        return value

    @property
    def granularities(self) -> tuple[Granularity, ...]:
        """What a verbose answer lists."""
        return self.timestamp_granularities or ("segment",)

    def options(self, model_size: str | None) -> ProcessingOptions:
        """The options of its job."""
        named = {language for language in (self.language, *self.languages) if language}
        return options_of(
            model_size,
            language=self.language or (named.pop() if len(named) == 1 else None),
            prompt=self.prompt.strip(),
            hotwords=_hotwords(self.keywords),
            temperature=self.temperature,
            speakers=self.response_format == "diarized_json" or None,
        )


def _hotwords(keywords: tuple[str, ...]) -> list[str] | None:
    """The keywords as hotwords of a job, the first ones, and none that is too long; None without any."""
    trimmed = (" ".join(word.split()) for word in keywords)
    words = [word for word in trimmed if word and word.isprintable() and len(word) <= LONGEST_HOTWORD]
    return words[:MOST_HOTWORDS] or None


class TranslationForm(_Form):
    """A sound to write down in English."""

    response_format: TranslationFormat = "json"

    @property
    def granularities(self) -> tuple[Granularity, ...]:
        """What a verbose answer lists."""
        return ("segment",)

    @property
    def stream(self) -> bool:
        """Translations come whole."""
        return False

    def options(self, model_size: str | None) -> ProcessingOptions:
        """The options of its job."""
        return options_of(
            model_size,
            task="translate",
            engine="whisper",
            prompt=self.prompt.strip(),
            temperature=self.temperature,
        )


def options_of(model_size: str | None, *, prompt: str = "", **values: Any) -> ProcessingOptions:
    """Options of a job, of a prompt its end."""
    chosen = {"model_size": model_size, "prompt": prompt[-PROMPT_LENGTH:].strip() or None, **values}
    return ProcessingOptions.model_validate({name: value for name, value in chosen.items() if value is not None})


SpeechForm = TranscriptionForm | TranslationForm
F = TypeVar("F", bound=TranscriptionForm | TranslationForm)


def parsed(kind: type[F], fields: Mapping[str, Sequence[str]]) -> F:
    """Parse the fields of a form; of one that is no list the last value counts. Raises RequestValidationError."""
    values: dict[str, Any] = {}
    for written, sent in fields.items():
        name = written.removesuffix("[]")
        values[name] = [*values.get(name, ()), *sent] if name in LISTS else sent[-1]
    return validated(kind, values)


def body_of(kind: type[TranscriptionForm | TranslationForm]) -> FormBody:
    """The body of a form, described by its model. MAX_UPLOAD_BYTES are counted while it is received."""
    schema = kind.model_json_schema()["properties"]
    names = [written for name in kind.model_fields for written in ((f"{name}[]", name) if name in LISTS else (name,))]
    described = {name: _shown(schema[name.removesuffix("[]")]) for name in names}
    return FormBody(file="file", fields=tuple(names), described=described, limit=None)


def _shown(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != "title"}
