/** What the key of this browser's session allows. On a server without keys everybody may everything. */
import { computed, signal } from "@preact/signals";

/** The server's response about this browser; null before the first. @type {import("@preact/signals").Signal<{key_needed: boolean, signed_in: boolean, name: string|null, user: string|null, scope: "read"|"write"|"admin"|null}|null>} */
export const session = signal(null);

const scope = computed(() => session.value?.scope ?? null);

/** Create, change and delete jobs and videos. True until the server has responded: most callers may. */
export const mayWrite = computed(() => scope.value !== "read");

/** What concerns all users: the queue as a whole, system and settings, keys. */
export const mayRule = computed(() => scope.value === "admin" && session.value.user === null);

/** Statistics and webhooks: all for those who rule, and to each user those of its own. */
export const mayWatch = computed(() => mayRule.value || (session.value?.user ?? null) !== null);

/** What a key of this scope allows, in the words of the page. */
export const ALLOWS = {
  read: "read: see, play and download, but change nothing",
  write: "write: also create, change and delete jobs and videos",
  admin: "admin: also the queue as a whole, system, settings and keys",
};
