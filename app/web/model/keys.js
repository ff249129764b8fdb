/** API keys: which there are, a new one, the end of one. */
import { signal } from "@preact/signals";
import { confirmed } from "web/model/confirm.js";
import { session } from "web/model/rights.js";
import { signIn } from "web/model/session.js";
import { saying } from "web/model/toast.js";
import { del, get, post } from "web/net/api.js";

const PATH = "/api/v1/keys";

/** @type {import("@preact/signals").Signal<object[]|null>} null until they are loaded */
export const keys = signal(null);
/** The key just made, which no request can read again; it stays while the page signs in with it. */
export const made = signal(null);

export async function refresh() {
  const page = await get(PATH).catch(() => null); // the next refresh may succeed
  if (page) keys.value = page.items;
}

/**
 * Make a key. From the first one on the server needs one, so this browser signs in with it. Throws Problem.
 * @param {{name: string, scope: string, user: string|null, expires_at: string|null}} order
 */
export async function create(order) {
  const first = !session.peek().key_needed;
  made.value = await post(PATH, order);
  if (first) await signIn(made.peek().key);
  await refresh();
}

export async function revoke(key) {
  const sure = await confirmed({ title: `Revoke the key “${key.name}”?`, text: "It opens nothing any more, for good. Browsers that signed in with it are signed out.", action: "Revoke" });
  if (!sure) return;
  await saying(() => del(`${PATH}/${encodeURIComponent(key.id)}`), "Revoked.");
  await refresh();
}

/** Whether it opens anything. */
export const isValid = (key, nowMs) => !key.revoked_at && (!key.expires_at || Date.parse(key.expires_at) > nowMs);
