/** Starts the page behind a share link: one recording, without the dashboard. */
import { options, render } from "preact";
import { html } from "web/html.js";
import { loadIcons } from "web/parts/icon.js";
import { SharePage } from "web/views/share/page.js";

options.debounceRendering = (draw) => (document.hidden ? setTimeout(draw, 250) : requestAnimationFrame(draw));

loadIcons();
render(html`<${SharePage} />`, document.getElementById("app"));
