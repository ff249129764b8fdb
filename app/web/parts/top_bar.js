/** The bar on top: views, state of the connection, colours. */
import { html } from "web/html.js";
import { APP_NAME } from "web/model/app_name.js";
import { route } from "web/model/route.js";
import { counts } from "web/model/queue.js";
import { palette } from "web/model/palette.js";
import { mayWrite, session } from "web/model/rights.js";
import { signedIn, signOut } from "web/model/session.js";
import { Icon } from "web/parts/icon.js";
import { LinkDot } from "web/parts/link_dot.js";
import { ThemeButton } from "web/parts/theme_button.js";
import { Button, IconButton } from "web/parts/button.js";
import { keysShown } from "web/parts/keys_dialog.js";
import { address } from "web/net/address.js";

const TABS = [
  { view: "queue", within: ["job", "edit"], href: "#/", label: "Queue", icon: "list" },
  { view: "videos", within: ["video", "compare"], href: "#/videos", label: "Library", icon: "film" },
  { view: "feeds", href: "#/feeds", label: "Feeds", icon: "rss" },
  { view: "new", href: "#/new", label: "New job", icon: "plus", writes: true },
  { view: "system", href: "#/system", label: "System", icon: "activity" },
];

export function TopBar() {
  const { view } = route.value;
  return html`<header class="top-bar">
    <a class="brand" href="#/" aria-label=${APP_NAME} title=${APP_NAME}><img src=${address("/static/favicon.svg")} alt="" width="22" height="22" /><span>${APP_NAME}</span></a>
    <nav aria-label="Views">
      ${TABS.filter(({ writes }) => !writes || mayWrite.value).map((tab) => html`<${Tab} key=${tab.view} tab=${tab} current=${view === tab.view || tab.within?.includes(view)} />`)}
    </nav>
    <div class="top-bar-end">
      <${LinkDot} />
      <${IconButton} icon="search" label="Search everything (Ctrl K)" onClick=${() => palette.open({ seeks: true })} />
      <${IconButton} icon="keyboard" label="Keyboard shortcuts" class="wide-only" onClick=${() => (keysShown.value = true)} />
      <a class="button only-icon quiet wide-only" href=${address("/docs")} aria-label="API" title="API"><${Icon} name="file-text" /></a>
      <${ThemeButton} />
      ${signedIn.value && html`<${Who} />`}
      ${signedIn.value && html`<${Button} kind="quiet" icon="log-out" class="sign-out" aria-label="Sign out" title="Sign out" onClick=${signOut}>Sign out<//>`}
    </div>
  </header>`;
}

/** The key that this browser has signed in with, and whose things it shows. */
function Who() {
  const { name, user, scope } = session.value;
  return html`<a class="who" href="#/system" title="Signed in with the key “${name}”: scope ${scope}, ${user === null ? "all users" : `user ${user}`}">${user ?? name}</a>`;
}

function Tab({ tab, current }) {
  const busy = tab.view === "queue" ? (counts.value?.processing ?? 0) : 0;
  return html`<a href=${tab.href} aria-current=${current ? "page" : null}>
    <${Icon} name=${tab.icon} /><span>${tab.label}</span>${busy > 0 && html`<span class="count" title="${busy} processing">${busy}</span>`}
  </a>`;
}
