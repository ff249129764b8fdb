"""A database with 1,000 jobs and 1,000 videos, and a recording of three hours with all that the page shows of one."""

import json
import math
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from app.cli.server_process import ServerProcess
from app.db.line_index import line_num
from app.media.ffmpeg import find_ffmpeg
from benchmarks.frame.population import copy_id, multiply
from benchmarks.jobs import await_ends
from benchmarks.scale import SAMPLE_S, server_of, short
from benchmarks.search import Language

JOBS, LINES, LINE_S = 1_000, 3_000, 3.6
LENGTH_S = LINES * LINE_S
CHAPTERS, CUTS, PEAKS = 45, 1_500, 12_000
SPEAKERS = ("Ada", "Ben", "Cleo")
#: Each so-manieth line of the other transcript has another word.
OTHER_LINE = 3
#: The copy that has the other transcript of the recording.
OTHER = 1


@dataclass(frozen=True)
class Recording:
    """The job of three hours, another one of the same recording, and the path of a link to the first."""

    job_id: str
    other_id: str
    share: str = ""


def populate(folder: Path) -> Recording:
    """Make the jobs in the folder, of one that was really made."""
    with server_of(folder) as server, httpx.Client(base_url=server.address, timeout=60) as client:
        sent = client.post("/api/v1/videos", content=short(folder), headers={"Content-Type": "video/mp4"})
        order = {"video_id": sent.raise_for_status().json()["video_id"], "job_type": "full_processing"}
        client.post("/api/v1/jobs", json=order).raise_for_status()
        await_ends(folder / "jobs.db")
    return grown(folder)


def grown(folder: Path) -> Recording:
    """Multiply the only job in the folder, and let it be of three hours."""
    language = Language()
    with closing(sqlite3.connect(folder / "jobs.db", isolation_level=None)) as db:
        (job_id,) = db.execute("SELECT id FROM jobs").fetchone()
        keys = dict(db.execute("SELECT name, key FROM job_stages").fetchall())
        (num,) = db.execute("SELECT num FROM searched_transcripts WHERE key = ?", (keys["transcribe"],)).fetchone()
        db.execute("DELETE FROM pieces WHERE key = ?", (keys["transcribe"],))
        db.execute("DELETE FROM searched_lines")
    multiply(folder / "jobs.db", JOBS)
    with closing(sqlite3.connect(folder / "jobs.db", isolation_level=None)) as db:
        db.execute("BEGIN")
        lines = [said(language, index) for index in range(LINES)]
        _say(db, job_id, keys["transcribe"], lines)
        other = [_with_other_word(line) if index % OTHER_LINE == 0 else line for index, line in enumerate(lines)]
        _say(db, copy_id(OTHER), f"{keys['transcribe']}-{OTHER}", other)
        words = [(line_num(num, index), str(line["text"]).lower().strip(".")) for index, line in enumerate(lines)]
        db.executemany("INSERT INTO searched_lines (num, words) VALUES (?, ?)", words)
        moods = [{"index": n, "label": "neutral", "score": math.sin(n), "start_s": n * LINE_S} for n in range(LINES)]
        _output(db, keys["analyse"], {"segment_sentiments": moods})
        cuts = [{"start_s": at, "end_s": at, "kind": "cut", "score": 0.6} for at in _spread(CUTS)]
        _output(db, keys["scenes"], {"cuts": cuts})
        _videos(db)
        _lengthen(db, folder / "data" / "blobs")
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Recording(str(job_id), copy_id(OTHER))


def with_link(server: ServerProcess, made: Recording) -> Recording:
    """Give the recording its chapters, and a link to share it."""
    with httpx.Client(base_url=server.address, timeout=60) as client:
        chapters = [{"start": at, "title": f"Part {n + 1}"} for n, at in enumerate(_spread(CHAPTERS))]
        client.put(f"/api/v1/jobs/{made.job_id}/chapters", json={"chapters": chapters}).raise_for_status()
        link = client.post("/api/v1/shares", json={"job_id": made.job_id}).raise_for_status().json()
    return Recording(made.job_id, made.other_id, link["url"])


def said(language: Language, index: int) -> dict[str, object]:
    """A line with its words, as Whisper's are, in the turn of a speaker."""
    words, start_s = language.line().split(), index * LINE_S
    each = (LINE_S - 0.4) / len(words)
    timed = [
        {"start_s": start_s + n * each, "end_s": start_s + (n + 0.9) * each, "text": f" {word}", "probability": 0.9}
        for n, word in enumerate(words)
    ]
    whole = {"start_s": start_s, "end_s": start_s + LINE_S - 0.4, "text": " ".join(words), "confidence": 0.9}
    return {**whole, "speaker": SPEAKERS[index // 5 % len(SPEAKERS)], "words": timed}


def _with_other_word(line: Mapping[str, Any]) -> dict[str, object]:
    words = [dict(word) for word in line["words"]]
    words[0]["text"] = " Otherwise"
    return {**line, "words": words, "text": "".join(word["text"] for word in words).strip()}


def _spread(count: int) -> list[float]:
    """So many times over the recording."""
    return [round(LENGTH_S * n / count, 2) for n in range(count)]


def _say(db: sqlite3.Connection, job_id: str, key: str, lines: list[dict[str, object]]) -> None:
    pieces = [(key, index, json.dumps(line)) for index, line in enumerate(lines)]
    db.executemany("INSERT INTO pieces (key, idx, piece) VALUES (?, ?, ?)", pieces)
    db.execute("UPDATE jobs SET video_duration = ? WHERE id = ?", (LENGTH_S, job_id))
    db.execute("UPDATE job_stages SET published = ? WHERE job_id = ? AND name = 'transcribe'", (LINES, job_id))


def _output(db: sqlite3.Connection, key: str, changed: Mapping[str, object]) -> None:
    (text,) = db.execute("SELECT output FROM outputs WHERE key = ?", (key,)).fetchone()
    db.execute("UPDATE outputs SET output = ? WHERE key = ?", (json.dumps({**json.loads(text), **changed}), key))


def _videos(db: sqlite3.Connection) -> None:
    """Give each job a video of its own, with a tag, but the two of the recording."""
    columns = [row[1] for row in db.execute("PRAGMA table_info(videos)") if row[1] not in ("num", "id")]
    (video_id,) = db.execute("SELECT id FROM videos").fetchone()
    for number in range(OTHER + 1, JOBS - 1):
        tag, copied = f"t{number % 9}", f"{number:08x}-0000-4000-8000-000000000000"
        db.execute(
            f"INSERT INTO videos (id, {', '.join(columns)}) SELECT ?, {', '.join(columns)} FROM videos WHERE id = ?",
            (copied, video_id),
        )
        db.execute("INSERT INTO video_tags (video_id, folded, tag) VALUES (?, ?, ?)", (copied, tag, tag))
        db.execute("UPDATE jobs SET video_id = ? WHERE id = ?", (copied, copy_id(number)))


def _lengthen(db: sqlite3.Connection, blobs: Path) -> None:
    """Let the film run for three hours, with the waveform of so long a one."""
    (source, suffix) = db.execute("SELECT sha256, suffix FROM artifacts WHERE kind = 'source'").fetchone()
    film = blobs / source[:2] / f"{source}{suffix}"
    long = film.with_name(f"long{suffix}")
    again = ["-stream_loop", str(round(LENGTH_S / SAMPLE_S)), "-i", str(film), "-t", str(LENGTH_S), "-c", "copy"]
    command = [find_ffmpeg(), "-nostdin", "-loglevel", "error", *again, "-movflags", "+faststart", str(long)]
    subprocess.run(command, check=True)
    long.replace(film)
    (wave,) = db.execute("SELECT sha256 FROM artifacts WHERE kind = 'waveform'").fetchone()
    peaks = [round(abs(math.sin(n) * math.sin(n / 90)), 3) for n in range(PEAKS)]
    sound = blobs / wave[:2] / f"{wave}.json"
    sound.write_text(json.dumps({"samples_per_second": PEAKS / LENGTH_S, "peaks": peaks}), encoding="utf-8")
    for sha256, file in ((source, film), (wave, sound)):
        db.execute("UPDATE artifacts SET size_bytes = ? WHERE sha256 = ?", (file.stat().st_size, sha256))
        db.execute("UPDATE key_blobs SET size_bytes = ? WHERE sha256 = ?", (file.stat().st_size, sha256))
