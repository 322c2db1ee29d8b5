import type { Support } from "../../schemas/report.ts";
import { html, type Markup } from "./html.ts";
import { grouped, percent } from "./numbers.ts";
import { capital, named } from "./words.ts";

/** How much each group's own statistics can carry: from released numbers alone, so it may be shared. */
export const supportSection = (support: readonly Support[]): Markup => {
  const modalities = [...new Set(support.map(({ modality }) => modality))];
  return html`<section aria-labelledby="support"><h2 id="support">2 · What the statistics can carry</h2>
<p>Few patients and much noise leave little to learn. Where the released numbers of a group are weaker than their noise, the
group is drawn from what is publicly known (the prior) and not from this cohort. Read such groups as textbook, not as evidence.</p>
${
  support.length === 0
    ? html`<p>No signal statistics were released in this run.</p>`
    : html`<div class="scroll"><table class="rows">
<caption><span>Counts are noisy, so that they may be shared: ± is one standard deviation of the noise, and a small group can come out
negative. The weight says how far the group follows its own patients (100 %) or the prior (0 %).</span></caption>
<thead><tr><th scope="col">Group</th><th scope="col" class="num">Noisy count</th><th scope="col">Weight of its own statistics</th><th scope="col">Drawn from</th></tr></thead>
${modalities.map(modality => html`<tbody><tr><th class="group" colspan="4" scope="rowgroup">${capital(named(modality))}</th></tr>${support.filter(row => row.modality === modality).map(row)}</tbody>`)}
</table></div>`
}</section>`;
};

const row = ({ stratum, noisyCount, noise, weight, provenance }: Support): Markup => {
  const shown = Math.min(1, Math.max(0, weight));
  return html`<tr><th scope="row">${named(stratum)}</th><td class="num">${grouped(noisyCount)} ± ${grouped(noise, noise < 10 ? 1 : 0)}</td>
<td><span class="meter" aria-hidden="true"><i style="width:${(100 * shown).toFixed(0)}%"></i></span>${percent(weight)}</td><td>${origin(provenance)}</td></tr>`;
};

const ORIGINS: Readonly<Record<string, readonly [tone: string, words: string]>> = {
  measured: ["good", "measured in this group"],
  pooled: ["warn", "all groups together"],
  "prior-only": ["bad", "prior only: too little measured"],
};

const origin = (provenance: string): Markup => {
  const [tone, words] = ORIGINS[provenance] ?? ["plain", provenance];
  return html`<span class="tag ${tone}">${words}</span>`;
};
