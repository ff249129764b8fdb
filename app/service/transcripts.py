"""Corrections of transcripts by people, several of whom may work on one at the same time."""

import asyncio
import errno
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from app.core.errors import InvalidRequest, NotFound, PreconditionFailed, StorageLost, Unavailable, WrongState
from app.db import corrections, known_voices, transcript_parts
from app.db.corrections import Correction
from app.db.file_copies import FileGone
from app.db.scene_subtitles import SceneSubtitles
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.transcript_parts import TranscriptParts
from app.db.transcripts import Edit, Head, Overtaken
from app.editing.chapters import Said, retitled
from app.execution.new_files import Ready
from app.execution.transcript_files import TranscriptFiles
from app.jobs.plan import Plans
from app.jobs.results import Chapter
from app.jobs.scenes import scene_id
from app.jobs.transcripts import Line, as_recognised
from app.ports.blob_store import BlobStore
from app.ports.object_store import StoreAway
from app.service.held_blobs import storage_away
from app.text import corrections as lines_of
from app.text.replacing import Replacing, replaced
from app.text.scene_lines import lines_by_scene

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
#: How often a correction is made anew because others came in between.
TRIES = 20
#: Longest text of a line, characters.
LINE_LENGTH = 5000
#: Makes the new lines of a transcript; raises a Refusal for a change that it cannot have.
Change = Callable[[TranscriptParts], "Replacement | None"]


@dataclass(frozen=True, slots=True)
class Replacement:
    """Lines in the place of `removed` lines from number `first` on; see `Correction`."""

    first: int
    removed: int
    lines: tuple[Line, ...]
    of_edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class LineChange:
    """New values of a line; those that are not in `given` stay. Times are seconds."""

    given: frozenset[str]
    text: str | None = None
    speaker: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Corrected:
    """A transcript after a correction, which has `placed` lines where `removed` ones were, from number `first` on."""

    parts: TranscriptParts
    first: int = 0
    removed: int = 0
    placed: int = 0


class Transcripts:
    """Reads and corrects transcripts. `folder_lost` returns why files cannot be stored just now; None if they can.

    `match` are the ETags of a request of which one must be the transcript's; None for any. `remember`: the voices of
    speakers who are given names are remembered.
    """

    def __init__(
        self,
        store: Store,
        blobs: BlobStore,
        files: TranscriptFiles,
        plans: Plans,
        folder_lost: Callable[[], str | None],
        *,
        remember: bool = False,
    ) -> None:
        self._store = store
        self._remember = remember
        self._blobs = blobs
        self._files = files
        self._plans = plans
        self._folder_lost = folder_lost

    async def read(self, transcript_id: str) -> TranscriptParts:
        """Read a transcript. Raises NotFound."""
        return await self._store.read(transcript_parts.read, transcript_id, self._plans)

    async def change_line(
        self, transcript_id: str, index: int, change: LineChange, match: Sequence[str] | None
    ) -> Corrected:
        """Correct a line. Raises NotFound, InvalidRequest, PreconditionFailed, WrongState."""
        named = frozenset({change.speaker} if change.speaker else ())
        return await self._correct(transcript_id, lambda parts: _changed(parts, index, change), match, named=named)

    async def retype_word(
        self, transcript_id: str, index: int, word: int, text: str, match: Sequence[str] | None
    ) -> Corrected:
        """Replace a word of a line. Raises as `change_line`."""

        def retyped(parts: TranscriptParts) -> Replacement | None:
            line = line_at(parts, index)
            if not 0 <= word < len(line.words):
                raise NotFound(f"Line {index} has no word {word}.")
            return _replaced(parts, index, 1, lines_of.retyped_word(line, word, text))

        return await self._correct(transcript_id, retyped, match)

    async def split(self, transcript_id: str, index: int, offset: int, match: Sequence[str] | None) -> Corrected:
        """Divide a line after so many characters of its text. Raises as `change_line`."""

        def divided(parts: TranscriptParts) -> Replacement | None:
            try:
                halves = lines_of.split(line_at(parts, index), offset)
            except ValueError as error:
                raise _invalid("offset", str(error)) from error
            return Replacement(index, 1, halves)

        return await self._correct(transcript_id, divided, match)

    async def join(self, transcript_id: str, index: int, match: Sequence[str] | None) -> Corrected:
        """Append the following line to a line. Raises as `change_line`."""

        def joined(parts: TranscriptParts) -> Replacement | None:
            line = line_at(parts, index)
            if index + 1 >= len(parts.lines):
                raise NotFound(f"No line follows line {index}.")
            return Replacement(index, 2, (lines_of.joined(line, parts.lines[index + 1]),))

        return await self._correct(transcript_id, joined, match)

    async def rename_speakers(
        self, transcript_id: str, names: Mapping[str, str], match: Sequence[str] | None
    ) -> Corrected:
        """Rename speakers in all lines. Raises as `change_line`."""

        def renamed(parts: TranscriptParts) -> Replacement | None:
            known = {line.speaker for line in parts.lines}
            for name in names:
                if name not in known:
                    raise _invalid(name, "no line has this speaker")
            return _renamed(parts, names)

        return await self._correct(transcript_id, renamed, match, named=frozenset(names.values()))

    async def replace(
        self, transcript_id: str, wanted: Replacing, match: Sequence[str] | None
    ) -> tuple[Corrected, int, list[int]]:
        """Replace words wherever they stand, as one correction; returns how many, and in which lines.

        Raises as `change_line`.
        """
        found: dict[int, int] = {}

        def replaced(parts: TranscriptParts) -> Replacement | None:
            found.clear()
            try:
                pattern = wanted.pattern()
            except ValueError as error:
                raise _invalid("find", str(error)) from error
            return _everywhere(parts, pattern, lines_of.cleaned(wanted.replace), found)

        corrected = await self._correct(transcript_id, replaced, match)
        return corrected, sum(found.values()), list(found)

    async def name_known(self, transcript_id: str, names: Mapping[str, str]) -> Corrected:
        """Name speakers whose voices are known; lines of others stay as they are. Raises as `change_line`."""
        return await self._correct(transcript_id, lambda parts: _renamed(parts, names), None, named=None)

    async def undo(self, transcript_id: str, match: Sequence[str] | None) -> Corrected:
        """Take back the last correction. Raises as `change_line`."""

        def undone(parts: TranscriptParts) -> Replacement | None:
            edit = parts.edit
            if edit is None:
                raise WrongState("There is no correction to undo.")
            return Replacement(edit.first, edit.placed, edit.lines, edit)

        return await self._correct(transcript_id, undone, match)

    async def redo(self, transcript_id: str, match: Sequence[str] | None) -> Corrected:
        """Make the correction again that was taken back last. Raises as `change_line`."""

        def redone(parts: TranscriptParts) -> Replacement | None:
            edit = parts.undone_edit
            if edit is None:
                raise WrongState("There is no correction to make again.")
            return Replacement(edit.first, edit.placed, edit.lines, edit)

        return await self._correct(transcript_id, redone, match)

    async def _correct(
        self,
        transcript_id: str,
        change: Change,
        match: Sequence[str] | None,
        *,
        named: Collection[str] | None = (),
    ) -> Corrected:
        """Read, change and store a transcript, again if others have changed it meanwhile.

        `named` are names that somebody gave to speakers just now, whose voices are remembered; None if the server did.
        """
        for _ in range(TRIES):
            parts = await self.read(transcript_id)
            if match is not None and "*" not in match and parts.etag not in match:
                raise PreconditionFailed("The transcript was changed meanwhile. Read it anew, and correct that.")
            if parts.may_change:
                raise WrongState("The transcript is not complete yet. Correct it when its lines have all come.")
            replacement = await asyncio.to_thread(change, parts)
            if replacement is None:
                return Corrected(parts)
            correction = await asyncio.to_thread(self._prepared, parts, replacement)
            try:
                head = await self._store.write(self._save, correction, await self._files.ready(correction.files), named)
            except StoreAway as away:
                raise storage_away("The files of the transcript cannot be copied to it", away) from away
            except (Overtaken, FileGone):  # a file: another correction, of the same content, was undone at this moment
                continue
            after = replace(parts, head=head, lines=correction.result(), files=correction.files)
            return Corrected(after, correction.first, correction.removed, len(correction.lines))
        raise Unavailable("Others correct this transcript all the time. Try again.", retry_after_s=1)

    def _prepared(self, parts: TranscriptParts, replacement: Replacement) -> Correction:
        """A correction with the files of the transcript as it is then."""
        first, removed, lines, of_edit = replacement.first, replacement.removed, replacement.lines, replacement.of_edit
        correction = Correction(parts, first, removed, lines, of_edit=of_edit)
        if (parts.files or parts.chapter_files) and (why := self._folder_lost()) is not None:
            raise StorageLost(why)
        chapters = _chapters(correction)
        try:
            files = self._files.written(correction.result(), parts.files)
            if chapters is not None and parts.changed_chapters.given is None:
                files += self._files.with_chapters(chapters, parts.chapter_files)
        except OSError as error:
            why = f"The files of the transcript cannot be written ({error.strerror or error}); nothing was changed."
            code = "disk_full" if error.errno in NO_SPACE else "storage_failed"
            raise Unavailable(why, retry_after_s=60, code=code) from error
        return replace(correction, files=files, subtitles=_subtitles(correction), chapters=chapters)

    def _save(self, tx: Transaction, correction: Correction, ready: Ready, named: Collection[str] | None) -> Head:
        ready.check(tx)
        head, gone = corrections.save(tx, correction)
        if self._remember and named is not None:
            known_voices.learn(tx, correction.base.job, correction.result(), named)
        ready.record(tx)
        if gone:
            tx.chores.append(partial(self._remove, gone))
        return head

    def _remove(self, gone: list[str]) -> None:
        self._blobs.delete(gone)


def _renamed(parts: TranscriptParts, names: Mapping[str, str]) -> Replacement | None:
    lines = tuple(
        line if line.speaker is None else line.model_copy(update={"speaker": names.get(line.speaker, line.speaker)})
        for line in parts.lines
    )
    return None if lines == tuple(parts.lines) else Replacement(0, len(lines), lines)


def _everywhere(parts: TranscriptParts, pattern: Any, text: str, found: dict[int, int]) -> Replacement | None:
    """What replaces all that a pattern finds; counts it in `found` by the numbers of the changed lines."""
    changed: dict[int, Line] = {}
    for index, line in enumerate(parts.lines):
        try:
            after, count = replaced(line, pattern, text, most=LINE_LENGTH)
        except ValueError as error:
            raise _invalid("replace", f"line {index} {error}") from error
        if after == line:
            continue
        changed[index], found[index] = after, count
    if not changed:
        return None
    first, last = min(changed), max(changed)
    lines = tuple(changed.get(index, parts.lines[index]) for index in range(first, last + 1))
    return Replacement(first, len(lines), lines)


def _chapters(correction: Correction) -> tuple[Chapter, ...] | None:
    """The found chapters with titles of the lines of now; None if none of them has another one than before."""
    parts, found = correction.base, correction.base.found_chapters
    before = parts.lines[correction.first : correction.first + correction.removed]
    if not found or [line.text for line in before] == [line.text for line in correction.lines]:
        return None
    lines = correction.result()
    heard = [Said(line.start_s, line.end_s, line.recognised_text) for line in lines]
    titled = retitled(found, heard, [Said(line.start_s, line.end_s, line.text) for line in lines])
    known = parts.changed_chapters.found
    return None if titled == (found if known is None else known) else titled


def _subtitles(correction: Correction) -> list[SceneSubtitles]:
    """The subtitles of the scenes in which lines have changed."""
    parts = correction.base
    changed = [*parts.lines[correction.first : correction.first + correction.removed], *correction.lines]
    from_s, to_s = min(line.start_s for line in changed), max(line.end_s for line in changed)
    scenes = [scene for scene in parts.scenes if scene.start_s <= to_s and scene.end_s >= from_s]
    if not scenes:
        return []
    found = lines_by_scene(as_recognised(correction.result()), [(scene.start_s, scene.end_s) for scene in scenes])
    return [
        SceneSubtitles(scene_id(parts.job.id, scene.index), scene.start_s, scene.end_s, lines)
        for scene, lines in zip(scenes, found, strict=True)
    ]


def line_at(parts: TranscriptParts, index: int) -> Line:
    """A line by its number. Raises NotFound."""
    if not 0 <= index < len(parts.lines):
        raise NotFound(f"The transcript has no line {index}.")
    return parts.lines[index]


def _replaced(parts: TranscriptParts, index: int, removed: int, line: Line) -> Replacement | None:
    return None if line == parts.lines[index] else Replacement(index, removed, (line,))


def _changed(parts: TranscriptParts, index: int, change: LineChange) -> Replacement | None:
    line = line_at(parts, index)
    if change.text is not None:
        line = lines_of.retexted(line, change.text)
    if "speaker" in change.given:
        line = lines_of.spoken_by(line, lines_of.cleaned(change.speaker or "") or None)
    if {"start", "end"} & change.given:
        start_s = line.start_s if change.start_s is None else change.start_s
        end_s = line.end_s if change.end_s is None else change.end_s
        _check_times(parts, index, start_s, end_s, "start" if "start" in change.given else "end")
        line = lines_of.retimed(line, start_s, end_s)
    if "confirmed" in change.given:
        line = line.model_copy(update={"confirmed": change.confirmed})
    return _replaced(parts, index, 1, line)


def _check_times(parts: TranscriptParts, index: int, start_s: float, end_s: float, field: str) -> None:
    """Raise InvalidRequest for times that a line cannot have: the lines stay in the order of their starts."""
    lines, duration_s = parts.lines, parts.job.video_duration
    if not start_s < end_s:
        raise _invalid(field, "a line ends after its start")
    if duration_s is not None and end_s > max(duration_s, lines[index].end_s):
        raise _invalid("end", f"the video ends at {duration_s:g} s")
    if index and start_s < min(lines[index - 1].start_s, lines[index].start_s):
        raise _invalid("start", f"the line before begins at {lines[index - 1].start_s:g} s")
    if index + 1 < len(lines) and start_s > max(lines[index + 1].start_s, lines[index].start_s):
        raise _invalid("start", f"the next line begins at {lines[index + 1].start_s:g} s")


def _invalid(field: str, message: str) -> InvalidRequest:
    return InvalidRequest(f"{field}: {message}", errors=[{"loc": ["body", field], "msg": message}])
