"""Maintains the search index of everything said: the words of each line of each transcript.

It is updated in the transaction that changes the lines. Jobs that share a recorded transcript share its index; people's
corrections of it have their own, which copies for later jobs share until they are corrected again. Which jobs have an
indexed transcript is not stored here: it follows from their stages and corrected transcripts.

Lines are numbered so that their descending order is that of results: the newest transcript first, each from its
beginning. The databases derive the index proper from `searched_lines`: SQLite by triggers a table of FTS5, PostgreSQL a
column of `tsvector` with an index.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, insert, select, update

from app.core.words import words_of
from app.db.conflicts import insert_missing, or_nothing
from app.db.records import SEARCHED_LINES, SEARCHED_TRANSCRIPTS, TRANSCRIPTS
from app.db.transaction import Transaction

#: Bits of the number of a line in its transcript; lines beyond are not found.
LINE_BITS = 20
LAST_LINE = (1 << LINE_BITS) - 1
ADD_TRANSCRIPT = insert(SEARCHED_TRANSCRIPTS).returning(SEARCHED_TRANSCRIPTS.c.num)


def line_num(transcript: int, index: int) -> int:
    """The number of a line, by the number of its transcript."""
    return (transcript << LINE_BITS) + LAST_LINE - index


def line_of(num: int) -> tuple[int, int]:
    """The number of a line's transcript, and the line's index in it."""
    return num >> LINE_BITS, LAST_LINE - (num & LAST_LINE)


def add_recorded(tx: Transaction, key: str, first: int, texts: Sequence[str]) -> None:
    """Index lines that a stage with this key has recorded, from index `first` on; indexed ones stay as they are."""
    _put(tx, _transcript_of(tx, key), first, texts)


def remove_recorded(tx: Transaction, keys: Collection[str]) -> None:
    """Remove the lines that were recorded under these keys."""
    of_keys = delete(SEARCHED_TRANSCRIPTS).where(SEARCHED_TRANSCRIPTS.c.key.in_(keys))
    for num in tx.conn.execute(of_keys.returning(SEARCHED_TRANSCRIPTS.c.num)).scalars().all():
        _cut(tx, num, 0, None)


def correct(
    tx: Transaction, transcript_id: str, lines: Sequence[str], *, first: int, removed: int, placed: int
) -> None:
    """Index a corrected transcript, which has a row: all its lines now, of which `placed` replace `removed` ones."""
    mine = TRANSCRIPTS.c.id == transcript_id
    num = tx.conn.execute(select(TRANSCRIPTS.c.searched_num).where(mine)).scalar_one()
    if num is None or _others_have(tx, num, transcript_id):
        num = tx.conn.execute(ADD_TRANSCRIPT, {"key": None}).scalar_one()
        tx.conn.execute(update(TRANSCRIPTS).where(mine).values(searched_num=num))
        _put(tx, num, 0, lines)
        return
    after = first + placed if placed == removed else None  # else all later lines have other numbers
    _cut(tx, num, first, after)
    _put(tx, num, first, lines[first:after])


def remove_corrected(tx: Transaction, nums: Iterable[int | None]) -> None:
    """Remove lines of corrected transcripts that were deleted, unless copies of them are left."""
    for num in nums:
        if num is not None and not _others_have(tx, num, ""):
            tx.conn.execute(delete(SEARCHED_TRANSCRIPTS).where(SEARCHED_TRANSCRIPTS.c.num == num))
            _cut(tx, num, 0, None)


def _transcript_of(tx: Transaction, key: str) -> int:
    known = select(SEARCHED_TRANSCRIPTS.c.num).where(SEARCHED_TRANSCRIPTS.c.key == key)
    num = tx.conn.execute(known).scalar()
    if num is None:
        tx.conn.execute(or_nothing(tx.conn.dialect.name, SEARCHED_TRANSCRIPTS), {"key": key})
        num = tx.conn.execute(known).scalar_one()
    return int(num)


def _others_have(tx: Transaction, num: int, transcript_id: str) -> bool:
    others = select(TRANSCRIPTS.c.id).where(TRANSCRIPTS.c.searched_num == num, TRANSCRIPTS.c.id != transcript_id)
    return tx.conn.execute(others.limit(1)).first() is not None


def _put(tx: Transaction, transcript: int, first: int, texts: Sequence[str]) -> None:
    found = ((index, " ".join(words_of(text))) for index, text in enumerate(texts, first) if index <= LAST_LINE)
    rows = [{"num": line_num(transcript, index), "words": words} for index, words in found if words]
    insert_missing(tx.conn, SEARCHED_LINES, rows)


def _cut(tx: Transaction, transcript: int, first: int, after: int | None) -> None:
    """Remove the lines from index `first` on, to before `after`; None means all of them."""
    num = SEARCHED_LINES.c.num
    beyond = line_num(transcript, LAST_LINE + 1 if after is None else after)
    tx.conn.execute(delete(SEARCHED_LINES).where(num <= line_num(transcript, first), num > beyond))
