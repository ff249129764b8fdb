import { html } from "web/html.js";
import { toasts, dismiss } from "web/model/toast.js";
import { Icon } from "web/parts/icon.js";
import { Button, IconButton } from "web/parts/button.js";

/** Messages about the last action, at the foot of the page, read out by screen readers. */
export function Toasts() {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${toasts.value.map(
      ({ id, tone, text, action }) => html`<div key=${id} class="toast ${tone}">
        <${Icon} name=${tone === "bad" ? "triangle-alert" : "check"} /><span>${text}</span>
        ${action && html`<${Button} kind="quiet" class="toast-action" onClick=${() => (dismiss(id), action.act())}>${action.label}<//>`}
        <${IconButton} icon="x" label="Dismiss" onClick=${() => dismiss(id)} />
      </div>`,
    )}
  </div>`;
}
