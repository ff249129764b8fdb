/**
 * Notices of the browser at the end of jobs that this browser has started or follows, while the page is not in sight. They are asked
 * for by a button: a page that asks by itself is refused for ever.
 */
import { signal } from "@preact/signals";
import { broadcast } from "web/model/broadcast.js";
import { JOB_STATES, isFinished } from "web/model/job_state.js";
import { jobHref } from "web/model/route.js";
import { store, stored } from "web/model/storage.js";
import { say } from "web/model/toast.js";
import { address } from "web/net/address.js";
import { get } from "web/net/api.js";
import { titleOf } from "web/format/source.js";

const NAME = "followed";
const MOST = 200;

const isThere = "Notification" in window;

/** Whether the browser lets the page show notices: "granted", "denied", "default" before people were asked. */
export const permission = signal(isThere ? Notification.permission : "denied");

/** The ids of the jobs whose end is told. */
export const followed = signal(read());

/** Tell the end of a job, if notices are allowed by then. */
export function follow(id) {
  write([...followed.peek().filter((one) => one !== id), id]);
}

export function unfollow(id) {
  write(followed.peek().filter((one) => one !== id));
}

/** Follow a job, and ask for notices where people were not asked yet. */
export async function askToFollow(id) {
  follow(id);
  if (permission.peek() === "default") permission.value = await Notification.requestPermission();
  if (permission.peek() !== "granted") {
    unfollow(id);
    say("The browser shows no notices of this page; its settings can allow them.", "bad");
  }
}

/** When somebody else may use the browser. */
export const forgetFollowed = () => write([]);

broadcast.listen((message) => {
  if (message.type !== "job_update" || !followed.peek().includes(message.job_id) || !isFinished({ status: message.data?.status })) return;
  unfollow(message.job_id);
  if (document.hidden && permission.peek() === "granted") tell(message.job_id, message.data.status);
});

async function tell(id, status) {
  const job = await get(`/api/v1/jobs/${encodeURIComponent(id)}`).catch(() => null);
  if (!job) return;
  try {
    const notice = new Notification(titleOf(job), { body: JOB_STATES[status].label, tag: id, icon: address("/static/icons/icon-192.png") });
    notice.onclick = () => {
      window.focus();
      location.hash = jobHref(id);
      notice.close();
    };
  } catch {
    permission.value = "denied"; // some browsers of phones show notices of installed workers alone
  }
}

function read() {
  try {
    return JSON.parse(stored(NAME, "[]")).filter((id) => typeof id === "string");
  } catch {
    return [];
  }
}

/** Other tabs write too. */
function write(ids) {
  followed.value = ids.slice(-MOST);
  store(NAME, ids.length ? JSON.stringify(followed.peek()) : "");
}
