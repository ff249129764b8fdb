/**
 * Dragging a queued job to another place, with mouse, pen or finger: where it is dropped, it takes the place of the row
 * there, and that row moves on. Keys do the same (row_keys.js).
 *
 * Fingers drag by the handle alone, because elsewhere they scroll. The pointer belongs to the list while it drags: rows
 * come and go as the page scrolls, also the one that is dragged.
 */
import { placeJob } from "web/model/job_actions.js";
import { edgeScroll } from "web/parts/edge_scroll.js";

const BEGINS_AFTER_PX = 5;

/** @param {import("web/model/job_list.js").JobList} list @returns {object} handlers for the list's element */
export function dragging(list) {
  /** @type {{id: string, x: number, y: number, pointer: number, moving: boolean, to: number}|null} */
  let drag = null;
  const scroll = edgeScroll((y) => drag?.moving && over(y));

  const begin = (event) => {
    const row = event.target.closest("li");
    const id = row && list.ids.peek()[Number(row.dataset.index)];
    if (!id || drag || event.button !== 0 || !mayDrag(event)) return;
    drag = { id, x: event.clientX, y: event.clientY, pointer: event.pointerId, moving: false, to: -1 };
    addEventListener("keydown", giveUp, true);
  };
  const move = (event) => {
    if (event.pointerId !== drag?.pointer) return;
    if (!drag.moving && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < BEGINS_AFTER_PX) return;
    if (!drag.moving) lift(event.currentTarget);
    over(event.clientY);
    scroll.near(event.clientY);
  };
  const lift = (element) => {
    drag.moving = true;
    drag.element = element;
    getSelection()?.removeAllRanges(); // the text that the first pixels have selected
    element.setPointerCapture(drag.pointer);
    element.classList.add("dragging");
  };
  const over = (y) => {
    const ids = list.ids.peek();
    const { element } = drag;
    const height = parseFloat(getComputedStyle(element).getPropertyValue("--row-height"));
    drag.to = Math.min(ids.length - 1, Math.max(0, Math.floor((y - element.getBoundingClientRect().top) / height)));
    const from = ids.indexOf(drag.id);
    for (const row of element.children) {
      const index = Number(row.dataset.index);
      row.classList.toggle("dragged", index === from);
      row.classList.toggle("drop-before", index === drag.to && drag.to < from);
      row.classList.toggle("drop-after", index === drag.to && drag.to > from);
    }
  };
  const end = () => {
    scroll.stop();
    removeEventListener("keydown", giveUp, true);
    for (const row of drag?.element?.children ?? []) row.classList.remove("dragged", "drop-before", "drop-after");
    drag?.element?.classList.remove("dragging");
    drag = null;
  };
  const drop = (event) => {
    if (event.pointerId !== drag?.pointer) return;
    const { id, to, moving } = drag;
    end();
    if (moving) takePlace(list, id, to);
  };
  const giveUp = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    end();
  };
  return { class: "windowed draggable", onPointerDown: begin, onPointerMove: move, onPointerUp: drop, onPointerCancel: (event) => event.pointerId === drag?.pointer && end() };
}

/** Let the job take the place at `index` of the list; those between make room. */
export async function takePlace(list, id, index) {
  const ids = list.ids.peek();
  const from = ids.indexOf(id);
  if (from < 0 || index === from || !ids[index]) return;
  await placeJob(list.jobs.get(id).peek(), { [index < from ? "before" : "after"]: ids[index] });
  await list.refresh();
}

const mayDrag = ({ target, pointerType }) => target.closest(".grip") || (pointerType === "mouse" && !target.closest("a, button, input, label"));
