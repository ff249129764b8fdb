/**
 * Registers the worker that takes what other apps share (`incoming_worker.js`), for that address alone. Browsers have workers
 * on https and on this machine only, where they install pages too. One of an earlier version, under another name, is ended.
 */
import { address } from "web/net/address.js";

const PLACE = address("/incoming");
const SCRIPT = address("/incoming_worker.js");

/** When the page is drawn: nothing that it shows needs a worker. */
export function registerWorker() {
  if (!navigator.serviceWorker || !navigator.storage?.getDirectory) return;
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}

async function register() {
  try {
    for (const one of await navigator.serviceWorker.getRegistrations()) if (!isCurrent(one) && isOurs(one)) await one.unregister();
    await navigator.serviceWorker.register(SCRIPT, { scope: PLACE, updateViaCache: "none" });
  } catch {
    // Not allowed here, or the server is away: what is shared goes to the server, which says so.
  }
}

const scriptOf = ({ active, waiting, installing }) => new URL((active ?? waiting ?? installing).scriptURL).pathname;
const isCurrent = (one) => scriptOf(one) === SCRIPT;
const isOurs = ({ scope }) => new URL(scope).pathname.startsWith(PLACE);
