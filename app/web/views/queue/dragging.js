/**
 * Dragging a waiting job to another place: dropped on the first row it becomes the next to run, dropped on any other it
 * takes the priority of that row. (Keys do the same: Alt with arrows and Home.)
 */
import { canMove } from "web/model/job_state.js";
import { moveToTop, setPriority } from "web/model/job_actions.js";

export function dragging(list) {
  let dragged = null;
  const jobAt = (event) => {
    const row = event.target.closest?.("li");
    const id = row && list.ids.peek()[Number(row.dataset.index)];
    return id ? { row, job: list.jobs.get(id).peek(), index: Number(row.dataset.index) } : null;
  };
  const mark = (row) => {
    document.querySelector(".windowed .drop-here")?.classList.remove("drop-here");
    row?.classList.add("drop-here");
  };
  return {
    class: "windowed draggable",
    onPointerDown: (event) => {
      const row = event.target.closest("li");
      if (row && !event.target.closest("a, button, input, label")) row.draggable = true;
    },
    onDragStart: (event) => {
      dragged = jobAt(event);
      if (!dragged || !canMove(dragged.job)) return event.preventDefault();
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged.job.id);
    },
    onDragOver: (event) => {
      const over = jobAt(event);
      if (!dragged || !over || over.job.id === dragged.job.id) return;
      event.preventDefault();
      mark(over.row);
    },
    onDragEnd: () => {
      mark(null);
      if (dragged) dragged.row.draggable = false;
      dragged = null;
    },
    onDrop: (event) => {
      const over = jobAt(event);
      event.preventDefault();
      if (!dragged || !over) return;
      if (over.index === 0) moveToTop(dragged.job);
      else if (over.job.priority !== dragged.job.priority) setPriority(dragged.job, over.job.priority);
    },
  };
}
