import { html } from "web/html.js";
import { question } from "web/model/confirm.js";
import { Button } from "web/parts/button.js";
import { Dialog } from "web/parts/dialog.js";

/** The open question, if there is one. */
export function ConfirmDialog() {
  const asked = question.value;
  if (!asked) return null;
  return html`<${Dialog} title=${asked.title} onClose=${() => asked.answer(false)}>
    <p>${asked.text}</p>
    <div class="dialog-actions">
      <${Button} onClick=${() => asked.answer(false)}>Keep<//>
      <${Button} kind="danger" autofocus onClick=${() => asked.answer(true)}>${asked.action}<//>
    </div>
  <//>`;
}
