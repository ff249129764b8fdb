/** Starts the dashboard: one render into the page, drawn at most once a frame. */
import { options, render } from "preact";
import { html } from "web/html.js";
import { App } from "web/app.js";
import { takeShared } from "web/model/incoming.js";
import { readShared } from "web/model/incoming_files.js";
import { registerWorker } from "web/model/incoming_worker.js";
import { broadcast } from "web/model/broadcast.js";
import { loadIcons } from "web/parts/icon.js";
import "web/parts/focus_in_view.js";

options.debounceRendering = (draw) => (document.hidden ? setTimeout(draw, 250) : requestAnimationFrame(draw));

loadIcons();
takeShared();
readShared();
registerWorker();
broadcast.start();
render(html`<${App} />`, document.getElementById("app"));
