/** The session of this browser with a server that needs a key: whether there is one, and its end in every tab. */
import { computed } from "@preact/signals";
import { broadcast, epoch } from "web/model/broadcast.js";
import { confirmed } from "web/model/confirm.js";
import { draft } from "web/model/draft.js";
import { forgetShared } from "web/model/incoming_files.js";
import { forgetFollowed } from "web/model/notices.js";
import { forgetRecent } from "web/model/recent.js";
import { session } from "web/model/rights.js";
import { saying } from "web/model/toast.js";
import { forgetUnfinished } from "web/model/unfinished.js";
import { del, get, needsKey, post } from "web/net/api.js";

const PATH = "/api/v1/session";

/** True while this browser is signed in; always false on a server without a key. */
export const signedIn = computed(() => session.value?.signed_in ?? false);

const tabs = new BroadcastChannel("session");
tabs.onmessage = () => forget();

epoch.subscribe(refresh); // once at the start, and after each connection

async function refresh() {
  const found = await get(PATH).catch(() => null); // the banner shows it; it is requested again with the next connection
  if (!found) return;
  session.value = found;
  if (found.key_needed && !found.signed_in) {
    forgetRecent(); // the session has expired: the next one may be somebody else's
    needsKey.value = true;
  }
}

/** Throws Problem: 401 for a wrong key. What was shown to somebody else goes with the page. @param {string} key */
export async function signIn(key) {
  const before = session.peek();
  await post(PATH, { api_key: key });
  await refresh();
  if (before?.signed_in && who(before) !== who(session.peek())) return forget();
  needsKey.value = false;
  broadcast.restart();
}

const who = ({ name, user, scope }) => JSON.stringify([name, user, scope]);

/** End the session. The page is reloaded, here and in other tabs: no shown data stays, and no socket open. */
export async function signOut() {
  const sure = !draft.busy.peek() || (await confirmed({ title: "Sign out?", text: "Files that are on their way will not arrive.", action: "Sign out" }));
  if (!sure) return;
  if (!(await saying(async () => (await del(PATH), true)))) return;
  tabs.postMessage("ended");
  forget();
}

async function forget() {
  draft.clear();
  await forgetShared();
  forgetUnfinished();
  forgetFollowed();
  forgetRecent();
  location.reload();
}
