"""Where the films of media servers are on this machine, and which subtitles they have. Reads the disk."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.core.errors import InvalidRequest, NotFound
from app.stages.asides.film_sound.contract import SubtitleTrack
from app.text.languages import code_of

#: Endings of files with subtitles as text.
SIDECARS = frozenset({".srt", ".ass", ".ssa", ".vtt", ".ttml", ".smi"})
FORCED = "forced"


class FilmFolders:
    """The folders with films. `mappings` are `there=here`: how paths begin on a media server, and on this machine."""

    def __init__(self, folders: Sequence[str], mappings: Sequence[str]) -> None:
        self._folders = [Path(folder).resolve() for folder in folders]
        pairs = [tuple(part.strip() for part in entry.split("=", 1)) for entry in mappings]
        self._mappings = sorted(((_plain(there), here.rstrip("/")) for there, here in pairs), key=_longest_first)

    def locate(self, stated: str) -> Path:
        """The film that a media server states by its own path.

        Raises InvalidRequest for one outside of the folders, or NotFound. Links are followed before that is decided.
        """
        if "\x00" in stated or not stated.strip():
            raise InvalidRequest("The path of the film cannot be used.")
        path = Path(self.mapped(stated)).resolve()
        if not any(path.is_relative_to(folder) for folder in self._folders):
            raise InvalidRequest("The film is in none of MEDIA_FOLDERS. PATH_MAPPINGS may lack an entry for its path.")
        if not path.is_file():
            raise NotFound("There is no such film in MEDIA_FOLDERS.")
        return path

    def mapped(self, stated: str) -> str:
        """The path as it begins here; with slashes of this system."""
        path = _plain(stated)
        for there, here in self._mappings:
            if path == there or path.startswith(f"{there}/"):
                return here + path[len(there) :]
        return path


def _plain(path: str) -> str:
    path = path.replace("\\", "/") if "\\" in path else path
    return path.rstrip("/") or "/"


def _longest_first(mapping: tuple[str, str]) -> int:
    return -len(mapping[0])


def sidecar_languages(film: Path) -> set[str | None]:
    """The languages of the usable subtitles beside a film; None for those whose name states none."""
    found: set[str | None] = set()
    start = f"{film.stem}."
    for path in film.parent.iterdir():
        if path.suffix.lower() in SIDECARS and path.name.startswith(start):
            words = path.name[len(start) : -len(path.suffix)].lower().split(".")
            if FORCED not in words:
                found.add(next((code for word in words if word and (code := code_of(word))), None))
    return found


def track_languages(tracks: Iterable[SubtitleTrack]) -> set[str | None]:
    """The languages of the usable subtitles within a film: of text, and of all that is said."""
    usable = [track for track in tracks if track.is_text and not track.forced]
    return {code_of(track.language) if track.language else None for track in usable}


def is_enough(found: set[str | None], wanted: Sequence[str]) -> bool:
    """Whether a film with subtitles in these languages needs no more."""
    return bool(found) if not wanted else any(code in wanted for code in found)


def subtitle_path(film: Path, language: str) -> Path:
    """The file beside a film that players take for its subtitles in a language: `name.en.srt`."""
    return film.with_name(f"{film.stem}.{language}.srt")
