/** The frame around every view: navigation, banner, the view of the route, toasts, dialogs. */
import { useEffect, useRef } from "preact/hooks";
import { html } from "web/html.js";
import { mayWrite } from "web/model/rights.js";
import { route } from "web/model/route.js";
import { needsKey } from "web/net/api.js";
import { TopBar } from "web/parts/top_bar.js";
import { ConnectionBanner } from "web/parts/connection_banner.js";
import { UploadDock } from "web/parts/upload_dock.js";
import { Toasts } from "web/parts/toasts.js";
import { ConfirmDialog } from "web/parts/confirm_dialog.js";
import { KeysDialog } from "web/parts/keys_dialog.js";
import { PageCommands } from "web/parts/page_commands.js";
import { PaletteDialog } from "web/parts/palette_dialog.js";
import { LoginView } from "web/views/login.js";
import { ForbiddenView } from "web/views/forbidden.js";
import { QueueView } from "web/views/queue/view.js";
import { NewJobView } from "web/views/new_job/view.js";
import { JobView } from "web/views/job/view.js";
import { EditView } from "web/views/edit/view.js";
import { ClipView } from "web/views/clip/view.js";
import { VideosView } from "web/views/videos/view.js";
import { FeedsView } from "web/views/feeds/view.js";
import { VideoView } from "web/views/video/view.js";
import { CompareView } from "web/views/compare/view.js";
import { SystemView } from "web/views/system/view.js";
import { UnknownView } from "web/views/unknown.js";

const VIEWS = { queue: QueueView, new: NewJobView, job: JobView, edit: EditView, clip: ClipView, videos: VideosView, video: VideoView, compare: CompareView, feeds: FeedsView, system: SystemView, unknown: UnknownView };
/** Views that change something. */
const WRITING = new Set(["new", "edit", "clip"]);

export function App() {
  const { view, id } = route.value;
  const View = WRITING.has(view) && !mayWrite.value ? ForbiddenView : VIEWS[view];
  const main = useRef(null);
  const shown = useRef(null);
  useEffect(() => {
    if (shown.current && shown.current !== view + id) main.current?.focus({ preventScroll: true });
    if (shown.current !== view + id) window.scrollTo(0, 0);
    shown.current = view + id;
  }, [view, id]);
  if (needsKey.value) return html`<${LoginView} />`;
  return html`
    <a class="skip" href="#main" onClick=${(event) => skip(event, main.current)}>Skip to content</a>
    <${TopBar} />
    <${ConnectionBanner} />
    <main id="main" ref=${main} tabindex="-1"><${View} key=${id} id=${id} /></main>
    ${view !== "new" && html`<${UploadDock} />`}
    <${Toasts} />
    <${ConfirmDialog} />
    <${KeysDialog} />
    <${PageCommands} />
    <${PaletteDialog} />
  `;
}

function skip(event, main) {
  event.preventDefault(); // the address is the route
  main.focus();
}
