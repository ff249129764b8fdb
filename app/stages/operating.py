"""The shared work of the stages of `media_operation` jobs: the film's sound, a file with a new picture or sound."""

from dataclasses import dataclass
from pathlib import Path

from app.core.errors import ErrorCode, JobFailure
from app.media.damage import first_damage
from app.media.ffmpeg import Reached
from app.media.film_sound import FilmSound, decode_sound
from app.media.film_writing import Writing, copy_film, share_of, write_film, write_sound_alone, writing_of
from app.media.output_check import Found
from app.stages.operation import OperationInput
from app.stages.tools import Tools
from app.stages.wanted_track import with_track
from app.text.scripts import one_line

#: Suffixes of files without picture.
SOUND_SUFFIXES = {"mp4": ".m4a", "mov": ".m4a"}
#: The share of the work that decoding the sound is.
SOUND_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Film:
    """A running operation's film: what it reads, and the file that it writes."""

    params: OperationInput
    tools: Tools

    @classmethod
    def of(cls, params: OperationInput, tools: Tools) -> "Film":
        """The film with the sound that its job wants. Raises JobFailure `no_audio` if there is no such track."""
        return cls(with_track(params, tools), tools)

    @property
    def source(self) -> Path:
        return self.tools.path_of(self.params.source)

    @property
    def has_picture(self) -> bool:
        return self.params.media.video_codec is not None

    @property
    def has_sound(self) -> bool:
        return self.params.media.audio_codec is not None

    @property
    def title(self) -> str:
        """The title as one line without control characters."""
        return one_line(self.params.title, 500)

    @property
    def target(self) -> Path:
        return self.tools.work_dir / f"result.{self.params.output_format}"

    @property
    def suffix(self) -> str:
        """The suffix of the file."""
        usual = f".{self.params.output_format}"
        return usual if self.has_picture else SOUND_SUFFIXES.get(self.params.output_format, usual)

    def require_picture(self, purpose: str) -> None:
        """Raise JobFailure `unsupported_media` if there is none."""
        if not self.has_picture:
            raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, f"The source has no picture, so there is none to {purpose}.")

    def require_sound(self, purpose: str) -> None:
        """Raise JobFailure `no_audio` if there is none."""
        if not self.has_sound:
            raise JobFailure(ErrorCode.NO_AUDIO, f"The source has no audio track, so there is none to {purpose}.")

    def unchanged(self) -> Writing:
        """The parameters that change nothing of the picture."""
        params = self.params
        return writing_of(self.source, params.media, params.output_format, self.title, params.max_pixels)

    def sound(self, film_s: float, reached: Reached) -> FilmSound:
        """Decode the sound; warns of damage. Raises JobFailure."""
        media, tools = self.params.media, self.tools
        sound = decode_sound(
            tools.ffmpeg,
            self.source,
            tools.work_dir / "sound.raw",
            track=media.audio_track,
            form=self.params.output_format,
            film_s=film_s,
            task="decoding the sound",
            reached=reached,
        )
        for code, message in sound.notes:
            tools.warn(code, message)
        damage = first_damage(self.source, audio=media.audio_track) if sound.complaints else None
        if damage:
            tools.warn("audio_damaged", f"Parts of the audio are damaged and were left silent ({damage}).")
        return sound

    def write(self, wanted: Writing, sound: FilmSound | None, reached: Reached, *, task: str) -> Found:
        """Encode the picture of the film; warns of damage. Raises JobFailure."""
        found, complaints = write_film(
            self.tools.ffmpeg, self.source, self.target, wanted, sound=sound, task=task, reached=reached
        )
        if complaints:
            media = self.params.media
            damage = first_damage(self.source, video=media.video_track, max_pixels=self.params.max_pixels)
            if damage:
                self.tools.warn("media_damaged", f"Parts of the source could not be decoded ({damage}).")
        return found

    def write_sound(self, sound: FilmSound, reached: Reached) -> Found:
        """Write the film with other sound: its picture copied if the format stores it, or else encoded."""
        ffmpeg, form, title = self.tools.ffmpeg, self.params.output_format, self.title
        if not self.has_picture:
            return write_sound_alone(ffmpeg, self.target, form=form, title=title, sound=sound, reached=reached)
        found = copy_film(
            ffmpeg,
            self.source,
            self.target,
            self.params.media,
            form=form,
            title=title,
            sound=sound,
            max_pixels=self.params.max_pixels,
            reached=reached,
        )
        if found is not None:
            return found
        self.tools.warn(
            "picture_encoded",
            f"The picture ({self.params.media.video_codec}) cannot be copied into {form} as it is, so it was encoded "
            "anew. In mkv every picture can be copied.",
        )
        return self.write(self.unchanged(), sound, reached, task="writing the film")

    def part(self, begins: float, ends: float) -> Reached:
        """A progress callback for a part of the stage."""
        return share_of(self.tools.reached, begins, ends)
