"""Tags of videos: words of people by which they find them. Case and accents make no other tag."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from app.core.errors import InvalidRequest, NotFound
from app.core.folding import folded
from app.db import video_titles
from app.db.records import VIDEO_TAGS, VIDEOS
from app.db.transaction import Transaction
from app.jobs.changes import VideoChanged

#: Tags that one video has at most.
MOST_TAGS = 50


@dataclass(frozen=True, slots=True)
class Tagged:
    """A video's tags after a change, and which of them it added and removed."""

    tags: Sequence[str]
    added: Sequence[str]
    removed: Sequence[str]


def of_videos(conn: Connection, video_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The tags of each of these videos, in their order."""
    if not video_ids:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    query = select(VIDEO_TAGS).where(VIDEO_TAGS.c.video_id.in_(video_ids))
    for row in conn.execute(query.order_by(VIDEO_TAGS.c.video_id, VIDEO_TAGS.c.folded)):
        found[row.video_id] = (*found.get(row.video_id, ()), row.tag)
    return found


def counted(conn: Connection, owner: str | None) -> list[tuple[str, int]]:
    """All tags with the numbers of their videos, in order: of every video, or of those of one user."""
    mine = select(VIDEOS.c.id).where(VIDEOS.c.user_id == owner)
    which = [] if owner is None else [VIDEO_TAGS.c.video_id.in_(mine)]
    query = select(func.min(VIDEO_TAGS.c.tag), func.count()).where(*which).group_by(VIDEO_TAGS.c.folded)
    return [(row[0], row[1]) for row in conn.execute(query.order_by(VIDEO_TAGS.c.folded))]


def replace(tx: Transaction, video_id: str, tags: Sequence[str]) -> Tagged:
    """Give a video these tags instead of those that it has. Raises NotFound or InvalidRequest."""
    known = _locked(tx, video_id)
    wanted = {folded(tag): tag for tag in tags}
    gone = [tag for key, tag in known.items() if key not in wanted]
    return _change(tx, video_id, known, add=tags, remove=gone)


def change(tx: Transaction, video_id: str, *, add: Sequence[str], remove: Sequence[str]) -> Tagged:
    """Add tags to a video and remove others. Raises NotFound or InvalidRequest."""
    return _change(tx, video_id, _locked(tx, video_id), add=add, remove=remove)


def remove_videos(tx: Transaction, video_ids: Collection[str]) -> None:
    """Delete the tags of deleted videos."""
    if video_ids:
        tx.conn.execute(delete(VIDEO_TAGS).where(VIDEO_TAGS.c.video_id.in_(video_ids)))


def _locked(tx: Transaction, video_id: str) -> dict[str, str]:
    """The tags of a video by their folded texts; no other transaction changes them until this one ends."""
    if tx.conn.execute(select(VIDEOS.c.id).where(VIDEOS.c.id == video_id).with_for_update()).first() is None:
        raise NotFound(f"There is no video {video_id}.")
    query = select(VIDEO_TAGS.c.folded, VIDEO_TAGS.c.tag).where(VIDEO_TAGS.c.video_id == video_id)
    return {row.folded: row.tag for row in tx.conn.execute(query.order_by(VIDEO_TAGS.c.folded))}


def _change(
    tx: Transaction, video_id: str, known: Mapping[str, str], *, add: Sequence[str], remove: Sequence[str]
) -> Tagged:
    gone = {key: known[key] for key in map(folded, remove) if key in known}
    new = {key: tag for tag in reversed(add) if (key := folded(tag)) not in known or key in gone}
    for key in [key for key in new if key in gone]:  # added and removed at once: it stays
        del gone[key], new[key]
    if len(known) + len(new) - len(gone) > MOST_TAGS:
        message = f"A video has at most {MOST_TAGS} tags."
        raise InvalidRequest(message, errors=[{"loc": ["body", "tags"], "msg": message}])
    new |= _spelt(tx.conn, video_id, list(new))
    after = {key: tag for key, tag in known.items() if key not in gone} | new
    if new or gone:
        _write(tx, video_id, new, gone)
    return Tagged(*([tag for _, tag in sorted(part.items())] for part in (after, new, gone)))


def _spelt(conn: Connection, video_id: str, keys: Collection[str]) -> dict[str, str]:
    """How these tags are spelt at other videos of the same user, by their folded texts."""
    if not keys:
        return {}
    owner = select(VIDEOS.c.user_id).where(VIDEOS.c.id == video_id).scalar_subquery()
    query = (
        select(VIDEO_TAGS.c.folded, func.min(VIDEO_TAGS.c.tag))
        .join(VIDEOS, VIDEOS.c.id == VIDEO_TAGS.c.video_id)
        .where(VIDEO_TAGS.c.folded.in_(keys), VIDEOS.c.user_id.is_not_distinct_from(owner))
        .group_by(VIDEO_TAGS.c.folded)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def _write(tx: Transaction, video_id: str, new: Mapping[str, str], gone: Collection[str]) -> None:
    of_video = VIDEO_TAGS.c.video_id == video_id
    if gone:
        tx.conn.execute(delete(VIDEO_TAGS).where(of_video, VIDEO_TAGS.c.folded.in_(gone)))
    if new:
        rows = [{"video_id": video_id, "folded": key, "tag": tag} for key, tag in new.items()]
        tx.conn.execute(insert(VIDEO_TAGS), rows)
    tx.conn.execute(update(VIDEOS).where(VIDEOS.c.id == video_id).values(updated_ms=tx.now_ms))
    video_titles.index(tx, video_id)
    tx.changes.append(VideoChanged(video_id))
