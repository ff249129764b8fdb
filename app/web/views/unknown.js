import { html } from "web/html.js";
import { useTitle } from "web/parts/title.js";
import { Empty } from "web/parts/empty.js";

export function UnknownView() {
  useTitle("Not found");
  return html`<${Empty} whole icon="search" title="There is nothing here"><p>This address leads nowhere. <a href="#/">To the queue</a></p><//>`;
}
