/** The saved lists of the library, beside all videos; and the name under which the list that is shown is saved. */
import { useEffect, useState } from "preact/hooks";
import { html } from "web/html.js";
import { mayWrite } from "web/model/rights.js";
import { deleteView, loadViews, saveView, views } from "web/model/saved_views.js";
import { Button, IconButton } from "web/parts/button.js";
import { NameField } from "web/parts/name_field.js";
import { libraryHref } from "web/views/videos/filters.js";

export function SavedViews({ filter, layout }) {
  const [naming, setNaming] = useState(false);
  useEffect(() => void loadViews(), []);
  const shown = libraryHref(filter);
  const current = views.value.find((view) => libraryHref(view) === shown);
  const narrowed = shown !== "#/videos";
  const save = async (name) => {
    setNaming(false);
    if (name?.trim()) await saveView({ name: name.trim(), ...filter, layout });
  };
  return html`<nav class="state-tabs saved-views" aria-label="Saved lists">
    <a class="state-tab" href="#/videos" aria-current=${narrowed ? null : "page"}>All videos</a>
    ${views.value.map((view) => html`<a key=${view.name} class="state-tab" href="${libraryHref(view)}${view.layout ? `${libraryHref(view).includes("?") ? "&" : "?"}layout=${view.layout}` : ""}" aria-current=${view === current ? "page" : null} dir="auto">${view.name}</a>`)}
    ${current && mayWrite.value && html`<${IconButton} icon="trash-2" label="Delete the saved list ${current.name}" onClick=${() => deleteView(current)} />`}
    ${narrowed && !current && mayWrite.value && (naming ? html`<${NameField} value="" placeholder="Name of this list" label="Name of this list" onDone=${save} />` : html`<${Button} kind="quiet" icon="bookmark" onClick=${() => setNaming(true)}>Save this list<//>`)}
  </nav>`;
}
