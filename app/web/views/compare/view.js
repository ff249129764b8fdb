/** Two jobs side by side: `#/compare?a=<id>&b=<id>`. */
import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { html } from "web/html.js";
import { segmentOf } from "web/model/pieces.js";
import { route } from "web/model/route.js";
import { get } from "web/net/api.js";
import { Button } from "web/parts/button.js";
import { Empty } from "web/parts/empty.js";
import { useTitle } from "web/parts/title.js";
import { ComparePage } from "web/views/compare/page.js";

export function CompareView() {
  const { query } = route.value;
  const [a, b] = ["a", "b"].map((name) => query.get(name) ?? "");
  const found = useMemo(() => signal({ jobs: null, problem: null }), [a, b]);
  const load = async () => {
    try {
      const jobs = await Promise.all([a, b].map((id) => get(`/api/v1/jobs/${encodeURIComponent(id)}`)));
      found.value = { jobs: jobs.map((job) => ({ ...job, lines: (job.segments ?? []).map(segmentOf) })), problem: null };
    } catch (problem) {
      found.value = { jobs: null, problem };
    }
  };
  useTitle("Compare");
  useEffect(() => {
    if (a && b) load();
  }, [found]);
  const { jobs, problem } = found.value;
  if (!a || !b) return html`<${Empty} icon="columns-2" title="Choose two jobs of a video"><p><a href="#/videos">To the library</a></p><//>`;
  if (problem) return html`<${Empty} icon="triangle-alert" title="The jobs cannot be shown"><p>${problem.message}</p><${Button} icon="rotate-cw" onClick=${load}>Try again<//><//>`;
  if (!jobs) return html`<p class="muted loading" role="status">Loading the jobs…</p>`;
  return html`<${ComparePage} jobs=${jobs} />`;
}
