/**
 * Takes what other apps share with the installed page: stores the form on this device as it comes, and opens the page, which
 * reads it (`model/incoming_files.js`). It is registered for the address of that form alone: nothing else passes it, and
 * nothing of the page is kept. Registering another file in its place, or none, ends it (`model/incoming_worker.js`).
 */
const FOLDER = "incoming";

addEventListener("install", () => skipWaiting());

addEventListener("fetch", (event) => {
  const { method, mode } = event.request;
  if (method === "POST" && mode === "navigate") event.respondWith(taken(event.request));
});

async function taken(request) {
  const reason = await stored(request.body).then(() => "", ({ name }) => (name === "QuotaExceededError" ? "full" : "failed"));
  return Response.redirect(new URL(reason ? `./?incoming=${reason}#/new` : "./#/new", location), 303);
}

/** The file has its content only once all of it is there: until then it is empty. */
async function stored(body) {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  const name = `${Date.now()}-${crypto.randomUUID()}`;
  try {
    const file = await folder.getFileHandle(name, { create: true });
    await body.pipeTo(await file.createWritable());
  } catch (problem) {
    await folder.removeEntry(name).catch(() => {}); // an empty one is no harm
    throw problem;
  }
}
