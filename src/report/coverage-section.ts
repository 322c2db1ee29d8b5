import type { Coverage, CoverageCell } from "../../schemas/report.ts";
import { crossedCells, heatMap, shareCharts } from "./coverage-charts.ts";
import { html, type Markup } from "./html.ts";
import { grouped, percent, plural } from "./numbers.ts";
import { named } from "./words.ts";

/** Rows of a table of cells. */
const SHOWN = 12;

/** Whom the synthetic patients stand for, against a public reference population. Synthetic data only: free of cost. */
export const coverageSection = (
  coverage: Coverage | undefined,
): Markup => html`<section aria-labelledby="coverage">
<h2 id="coverage">4 · Whom these patients stand for</h2>
${coverage === undefined ? html`<p>No reference population was compared in this run.</p>` : compared(coverage)}</section>`;

const compared = (coverage: Coverage): Markup => {
  const { reference, minimum, mass, massInEvidence, unknown, unrecorded = [] } = coverage;
  return html`<p>Compared with <b>${reference.name}${reference.year === undefined ? "" : `, ${reference.year}`}</b>. A cohort from one hospital need not look like a whole
country; the comparison shows whom conclusions from these patients would leave out.</p>
<p><b>${percent(mass)}</b> of the reference population lives in groups with at least ${plural(minimum, "synthetic patient")}${
    massInEvidence === undefined
      ? "."
      : html`; <b>${percent(massInEvidence)}</b> in groups where some of them have signals measured in their own group. The difference
is <i>present in number, not in evidence</i>.`
  }</p>
${unrecorded.length === 0 ? undefined : html`<p><b>Not recorded in this cohort: ${unrecorded.join(", ")}.</b> Nothing can be said along ${unrecorded.length === 1 ? "this line" : "these lines"}.</p>`}
${unknown === 0 ? undefined : html`<p>${plural(unknown, "synthetic patient has", "synthetic patients have")} an unknown value on one of the compared lines and ${unknown === 1 ? "is" : "are"} left out of the crossed table.</p>`}
${heatMap(coverage)}${tally(coverage)}${worstTable(coverage)}${absentEvidence(coverage)}
<h3>One line at a time</h3>${shareCharts(coverage)}
<p class="small">Reference: ${reference.source}. ${reference.licence}. ${reference.note ?? ""} Intervals are Goodman’s. A group is called under-
or over-represented if its ratio lies outside 0.8 to 1.25 (a convention) and an exact binomial test, adjusted for the number of groups
(Benjamini–Hochberg, 5 %), tells it from chance. With fewer than five people expected, it is not judged.</p>`;
};

/** Verdicts of the crossed table in numbers. */
const tally = (coverage: Coverage): Markup | undefined => {
  const cells = crossedCells(coverage);
  if (cells.length === 0) return undefined;
  const count = (verdict: CoverageCell["verdict"]) => cells.filter(cell => cell.verdict === verdict).length;
  return html`<p>Of ${grouped(cells.length)} crossed groups, ${grouped(count("covered"))} are covered, ${grouped(count("under"))} under-represented,
${grouped(count("over"))} over-represented, and ${grouped(count("cannot judge"))} cannot be judged at this size.</p>`;
};

const worstTable = (coverage: Coverage): Markup | undefined => {
  const under = coverage.cells
    .filter(({ verdict }) => verdict === "under")
    .sort((a, b) => a.ratio - b.ratio || b.reference - a.reference)
    .slice(0, SHOWN);
  if (under.length === 0) return html`<p>No group that can be judged is under-represented.</p>`;
  return cellTable(
    "Least represented groups",
    "Groups that can be judged and lie below their reference share, single lines and crossed, worst first.",
    under,
  );
};

/** Groups whose people all come from other groups' statistics or from the prior. */
const absentEvidence = (coverage: Coverage): Markup | undefined => {
  const absent = coverage.cells
    .filter(({ count, inEvidence }) => count > 0 && inEvidence === false)
    .sort((a, b) => b.reference - a.reference)
    .slice(0, SHOWN);
  if (absent.length === 0) return undefined;
  return cellTable(
    "Present in number, not in evidence",
    "These groups have synthetic patients, but none with signals measured in their own group: never counted as covered. Largest in the reference first.",
    absent,
  );
};

const cellTable = (
  title: string,
  caption: string,
  cells: readonly CoverageCell[],
): Markup => html`<h3>${title}</h3>
<div class="scroll"><table class="rows"><caption><span>${caption}</span></caption>
<thead><tr><th scope="col">Group</th><th scope="col" class="num">Patients</th><th scope="col" class="num">Share</th><th scope="col" class="num">95 % interval</th>
<th scope="col" class="num">Reference</th><th scope="col" class="num">Ratio</th><th scope="col">Backed by</th></tr></thead>
<tbody>${cells.map(
  ({
    cell,
    count,
    share,
    reference,
    ratio,
    provenance,
  }) => html`<tr><th scope="row">${Object.values(cell).map(named).join(", ")}</th><td class="num">${grouped(count)}</td>
<td class="num">${percent(share.value, 1)}</td><td class="num">${grouped(100 * share.low, 1)} to ${percent(share.high, 1)}</td>
<td class="num">${percent(reference, 1)}</td><td class="num">${grouped(ratio, 2)}</td><td>${backing(provenance)}</td></tr>`,
)}</tbody></table></div>`;

const backing = (provenance: CoverageCell["provenance"]): string =>
  provenance === undefined
    ? "—"
    : ["measured", "pooled", "prior-only"]
        .filter(origin => (provenance[origin] ?? 0) > 0)
        .map(origin => `${named(origin)} ${grouped(provenance[origin]!)}`)
        .join(", ");
