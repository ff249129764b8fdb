/** After corrections: what has followed them, and what is still of the words before. */
import { html } from "web/html.js";
import { canRunAgain, leftBehind, runAgain } from "web/model/follows.js";
import { mayWrite } from "web/model/rights.js";
import { go, jobHref } from "web/model/route.js";
import { saying } from "web/model/toast.js";
import { Icon } from "web/parts/icon.js";
import { Button } from "web/parts/button.js";

/** @param {{feed: import("web/model/job_feed.js").JobFeed, job: object, segments: object[]}} props */
export function Follows({ feed, job, segments }) {
  const at = feed.correctedAt.value;
  if (!at || !segments.some(({ corrected }) => corrected)) return null;
  const left = leftBehind(job, feed.clips.value, segments, at);
  const anew = async () => {
    const made = await saying(() => runAgain(job));
    if (made) go(jobHref(made.id).slice(1));
  };
  return html`<div class="transcript-note follows" role="note">
    <span><${Icon} name="circle-check" />Subtitles, files, titles and search have the corrected words.${left.length > 0 && html` <b>Still of the words before:</b> ${listed(left)}.`}</span>
    ${left.length > 0 && mayWrite.value && canRunAgain(job) && html`<${Button} icon="rotate-cw" title="In a new job, which takes all else from this one" onClick=${anew}>Make these anew<//>`}
  </div>`;
}

const listed = (parts) => new Intl.ListFormat("en", { type: "conjunction" }).format(parts);
