/**
 * One job, followed live: its state, its transcript, its clips and its log.
 *
 * Each connection begins with a snapshot (`initial_status`) and then replays the events after the cursor. The log is made
 * of events alone, each counted once by `seq`; state, transcript and clips come from the snapshot, and only events that
 * are newer than it change them. So after any cut nothing is shown twice and nothing is missing. A skipped number
 * means that an event was lost: the feed reconnects from its cursor.
 */
import { batch, signal } from "@preact/signals";
import { get } from "web/net/api.js";
import { ResumingSocket } from "web/net/socket.js";
import { OncePerFrame } from "web/model/frame.js";
import { updated } from "web/model/job_update.js";
import { clipOf, segmentOf } from "web/model/pieces.js";
import { logLine } from "web/model/log_line.js";

const SETTLE_MS = 250;

export class JobFeed {
  #id;
  #socket;
  #cursor = 0;
  #snapshotSeq = 0;
  #job = null;
  #segments = [];
  #clips = [];
  #toldLines = false;
  #log = [];
  #timer = 0;
  #frame = new OncePerFrame(() => this.#flush());

  constructor(id) {
    this.#id = id;
    this.job = signal(null);
    this.segments = signal([]);
    this.clips = signal([]);
    this.log = signal([]);
    /** When the transcript was corrected last, as far as its events are known; null if never. */
    this.correctedAt = signal(null);
    this.deleted = signal(false);
    const path = `/ws/${encodeURIComponent(id)}`;
    this.#socket = new ResumingSocket(() => `${path}?after=${this.#cursor}`, (message) => this.take(message));
    this.link = this.#socket.link;
  }

  start = () => this.#socket.start();

  stop() {
    clearTimeout(this.#timer);
    this.#socket.stop();
  }

  retryNow = () => this.#socket.retryNow();

  /** Handle a broadcast of this job: follow it again when it runs again after its end (a retry). */
  heard(message) {
    const { video_id: videoId, title } = message.data ?? {};
    if (message.type === "video_update" && title && videoId === this.#job?.video_id && title !== this.#job.video_title) {
      this.#job = { ...this.#job, video_title: title }; // jobs are called as their video is
      this.#frame.ask();
    }
    if (message.job_id !== this.#id) return;
    if (message.type === "job_deleted") {
      this.stop();
      this.deleted.value = true;
      return;
    }
    const over = this.link.peek().phase === "finished";
    if (over && message.id && message.seq > this.#cursor) {
      this.#socket.stop();
      this.#socket.start();
    }
  }

  take(message) {
    if (message.type === "initial_status") this.#snapshot(message.data);
    else if (message.id || message.seq > this.#cursor) this.#event(message);
    else if (message.type === "job_update" && message.seq >= this.#snapshotSeq) this.#change(message);
    this.#frame.ask();
  }

  #snapshot(job) {
    if (job.last_seq < this.#cursor) [this.#cursor, this.#log] = [0, []]; // another history than the known one
    this.#snapshotSeq = job.last_seq;
    this.#job = job;
    this.#toldLines = Boolean(job.segments?.length);
    this.#results(job);
  }

  /** Lines of a job that is older than the last event only fill gaps: corrections may have come since. */
  #results(job) {
    const old = job.last_seq < this.#cursor;
    const lines = job.segments ?? [];
    lines.forEach((told, n) => {
      const segment = segmentOf(told, n);
      const known = this.#segments[segment.index];
      if (!known || (!old && !sameLine(known, segment))) this.#segments[segment.index] = segment;
    });
    if (!old && lines.length) this.#segments.length = lines.length;
    (job.generated_clips ?? []).forEach((clip, n) => (this.#clips[clip.index ?? n] = clipOf(clip, n)));
  }

  #event(message) {
    if (message.seq <= this.#cursor) return;
    if (message.seq > this.#cursor + 1) return this.#socket.reconnect();
    this.#cursor = message.seq;
    const line = logLine(message);
    if (line) this.#log.push(line);
    if (message.type === "transcript_segment" && (message.seq > this.#snapshotSeq || !this.#toldLines)) this.#piece(this.#segments, segmentOf(message.data, this.#segments.length), message.seq);
    if (message.type === "transcript_corrected") this.correctedAt.value = message.ts;
    if (message.type === "transcript_corrected" && message.seq > this.#snapshotSeq) this.#correct(message.data);
    if (message.data.code === "chapters_changed") this.#fetchSoon(); // no event carries them
    if (message.type === "clip_ready") this.#piece(this.#clips, clipOf(message.data, this.#clips.length), message.seq);
    if (message.seq > this.#snapshotSeq) this.#change(message);
  }

  #piece(pieces, piece, seq) {
    if (seq > this.#snapshotSeq || !pieces[piece.index]) pieces[piece.index] = piece;
  }

  /** Put corrected lines in their place; those that follow get other numbers. Titles of clips come with the job. */
  #correct({ index, removed, segments }) {
    if (segments) {
      this.#segments.splice(index, removed, ...segments.map(segmentOf));
      if (segments.length !== removed) this.#segments = this.#segments.map((line, n) => (line.index === n ? line : { ...line, index: n }));
    }
    this.#fetchSoon();
  }

  #change(message) {
    if (!this.#job || message.type === "transcript_corrected") return;
    this.#job = updated(this.#job, message);
    const { stage_status: stage, status } = message.data;
    if (message.id && (stage === "completed" || ["completed", "failed", "cancelled"].includes(status))) this.#fetchSoon();
  }

  /** Results that no event carries (analysis, artifacts, scenes) are requested when a stage has ended. */
  #fetchSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const job = await get(`/api/v1/jobs/${encodeURIComponent(this.#id)}`).catch(() => null); // requested again with the next connection
      if (!job || !this.#job) return;
      const { status, progress, stage, stages, eta_seconds, last_seq } = this.#job;
      this.#job = job.last_seq >= last_seq ? job : { ...job, status, progress, stage, stages, eta_seconds, last_seq };
      this.#results(job);
      this.#frame.ask();
    }, SETTLE_MS);
  }

  #flush() {
    batch(() => {
      this.job.value = this.#job;
      if (this.segments.peek().length !== this.#segments.length || changed(this.segments.peek(), this.#segments)) this.segments.value = this.#segments.filter(Boolean);
      if (changed(this.clips.peek(), this.#clips)) this.clips.value = this.#clips.filter(Boolean);
      if (this.log.peek().length !== this.#log.length) this.log.value = this.#log.slice();
    });
  }
}

const changed = (before, after) => before.length !== after.length || before.some((one, n) => one !== after[n]);

/** Whether nothing in it is new, so that the rendered line can stay. */
const sameLine = (known, segment) => ["text", "start", "end", "speaker", "corrected", "confirmed"].every((name) => known[name] === segment[name]) && sameWords(known.words, segment.words);
const sameWords = (known, words) => known.length === words.length && known.every((word, n) => word.text === words[n].text && word.start === words[n].start);
