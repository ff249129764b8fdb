/** Instead of a view that the key of this browser does not allow. */
import { html } from "web/html.js";
import { session } from "web/model/rights.js";
import { useTitle } from "web/parts/title.js";
import { Empty } from "web/parts/empty.js";

export function ForbiddenView() {
  useTitle("Not allowed");
  return html`<${Empty} whole icon="key-round" title="Your key does not allow this">
    <p>“${session.value.name}” may see, play and download, but change nothing. Sign in with another key for that.</p><p><a href="#/">To the queue</a></p>
  <//>`;
}
