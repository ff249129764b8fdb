/** What is being done in the library: which videos are selected, which is edited or looked through. */
import { signal } from "@preact/signals";
import { renameVideo, tagVideos } from "web/model/library.js";
import { Scrub } from "web/model/scrub.js";
import { Selection } from "web/model/selection.js";

export class Desk {
  /** @param {import("web/model/video_list.js").VideoList} list @param {(tag: string) => string} tagHref the address of the videos with a tag */
  constructor(list, tagHref) {
    this.list = list;
    this.tagHref = tagHref;
    this.selection = new Selection();
    this.scrub = new Scrub();
    /** @type {import("@preact/signals").Signal<{id: string, what: "name"|"tags"}|null>} */
    this.edited = signal(null);
  }

  edit = (id, what) => (this.edited.value = { id, what });

  /** End editing. @param {boolean} back whether the focus goes back to the video's name */
  leave(id, back) {
    if (this.edited.peek()?.id === id) this.edited.value = null;
    if (back && !this.#focus(id)) setTimeout(() => this.#focus(id), 50); // the link that was edited is drawn again with the next frame
  }

  async rename(video, text) {
    this.leave(video.video_id, true);
    if (text !== null) await renameVideo(video, text, this.#take);
  }

  tag = (ids, what) => tagVideos(ids, what, (results) => results.forEach(({ ok, video_id: id, tags }) => ok && this.list.change(id, { tags })));

  /** The selected videos, also those that are not loaded. */
  chosen = () => (this.selection.allMatching.peek() ? this.list.everyId() : Promise.resolve([...this.selection.ids.peek()]));

  #take = (video) => video && this.list.change(video.video_id, { title: video.title, source_title: video.source_title });

  #focus(id) {
    const at = this.list.ids.peek().indexOf(id);
    const link = document.querySelector(`.video-cards [data-index="${at}"] .video-title`);
    link?.focus();
    return Boolean(link);
  }
}
