import type { Coverage, CoverageCell } from "../../schemas/report.ts";
import { shareCharts } from "./coverage-charts.ts";
import { coverageMap } from "./coverage-map.ts";
import {
  backedBy,
  cellsOf,
  crossing,
  groupName,
  isWhollyAbsent,
  largestFirst,
  mainTable,
  NOWHERE,
  referenceName,
  STANDING,
  STANDINGS,
  worstFirst,
} from "./coverage-words.ts";
import { html, type Markup } from "./html.ts";
import { grouped, percent, plural } from "./numbers.ts";

/** Rows of a table of cells. */
const SHOWN = 12;

/** Whom the synthetic patients stand for, against a public reference population. Synthetic data only: free of cost. */
export const coverageSection = (
  coverage: Coverage | undefined,
): Markup => html`<section aria-labelledby="coverage">
<h2 id="coverage">4 · Whom these patients stand for</h2>
${coverage === undefined ? html`<p>No reference population was compared in this run.</p>` : compared(coverage)}</section>`;

/** All of the section but its heading. */
export const compared = (coverage: Coverage): Markup => {
  const { reference, minimum, mass, massInEvidence, backing } = coverage;
  return html`<p>Compared with <b>${referenceName(coverage)}</b>. A cohort from one hospital need not look like a whole
country; the comparison shows whom conclusions from these patients would leave out.</p>
<p><b>${percent(mass)}</b> of the reference population lives in groups with at least ${plural(minimum, "synthetic patient")}${
    massInEvidence === undefined
      ? "."
      : html`; <b>${percent(massInEvidence)}</b> in groups where some of them ${backing === "records" ? "come from" : "have signals measured in"} their own group. The difference
is <i>present in number, not in evidence</i>.`
  }</p>
${leftOut(coverage)}
${coverageMap(coverage)}${massTable(coverage)}${worstTable(coverage)}${absentEvidence(coverage)}${smallTable(coverage)}
<h3>One line at a time</h3>${shareCharts(coverage)}
<p class="small">Reference: ${reference.source}. ${reference.licence}. ${reference.note} The reference is taken as exact. Intervals of
ratios are Wilson’s, of shares Goodman’s (simultaneous within a table). A group is called under- or over-represented if its ratio
lies outside 0.8 to 1.25 (a convention) and an exact binomial test, adjusted for all groups of all tables (Benjamini–Hochberg, 5 %),
tells it from chance. With fewer than five people expected, it is not judged.</p>`;
};

const leftOut = ({ unknown, outside, unrecorded, unmatched, crossed }: Coverage): Markup => html`
${unrecorded.length === 0 ? undefined : html`<p><b>Not recorded in this cohort: ${unrecorded.join(", ")}.</b> Nothing can be said along ${unrecorded.length === 1 ? "this line" : "these lines"}.</p>`}
${unmatched.map(({ axis }) => html`<p><b>Not comparable: ${axis}.</b> No value in this cohort is a category of the reference.</p>`)}
${unknown === 0 ? undefined : html`<p>${plural(unknown, "synthetic patient has", "synthetic patients have")} an unknown value on one of ${crossed.join(", ")} and ${unknown === 1 ? "is" : "are"} left out of the crossed table.</p>`}
${outside === 0 ? undefined : html`<p>${plural(outside, "synthetic patient is", "synthetic patients are")} outside the reference’s categories of ${crossed.join(", ")} and left out of the crossed table.</p>`}`;

/** Where the reference population lives, table by table. */
const massTable = (coverage: Coverage): Markup | undefined => {
  const main = mainTable(coverage);
  if (main === undefined) return undefined;
  const tables = [main, ...coverage.tables.filter(table => table !== main)];
  const shown = STANDINGS.filter(standing => tables.some(({ mass }) => mass[standing] > 0));
  return html`<h3>Where the reference population lives</h3>
<div class="scroll"><table class="rows mass"><caption><span>Share of the reference population that lives in groups of each kind. More lines crossed
means smaller groups, and fewer that can be judged.</span></caption>
<thead><tr><th scope="col">Groups by</th><th scope="col" class="num">Groups</th>${shown.map(standing => html`<th scope="col" class="num">${STANDING[standing]}</th>`)}</tr></thead>
<tbody>${tables.map(({ axes, cells, mass }) => html`<tr><th scope="row">${crossing(axes)}</th><td class="num">${grouped(cells.length)}</td>${shown.map(standing => html`<td class="num">${percent(mass[standing], 1)}</td>`)}</tr>`)}</tbody></table></div>`;
};

const worstTable = (coverage: Coverage): Markup | undefined => {
  const under = worstFirst(cellsOf(coverage, ({ verdict }) => verdict === "under"));
  if (under.length === 0) return html`<p>No group that can be judged is under-represented.</p>`;
  return cellTable(
    "Least represented groups",
    `${shownOf(under)} that can be judged and lie below their reference share, single lines and crossed, worst first.`,
    under,
  );
};

/** Groups whose people all come from other groups' statistics or from the prior. */
const absentEvidence = (coverage: Coverage): Markup | undefined => {
  const absent = largestFirst(
    cellsOf(coverage, ({ count, inEvidence }) => count > 0 && inEvidence === false),
  );
  if (absent.length === 0) return undefined;
  if (isWhollyAbsent(coverage)) return html`<p><b>${NOWHERE}</b></p>`;
  const without =
    coverage.backing === "records"
      ? "all pooled or unsupported"
      : "but none with signals measured in their own group";
  return cellTable(
    "Present in number, not in evidence",
    `${shownOf(absent)} that have synthetic patients, ${without}: never counted as covered. Largest in the reference first.`,
    absent,
  );
};

const smallTable = (coverage: Coverage): Markup | undefined => {
  const small = largestFirst(
    (mainTable(coverage)?.cells ?? []).filter(({ verdict }) => verdict === "too small"),
  );
  if (small.length === 0) return undefined;
  return cellTable(
    "Too small to judge",
    `${shownOf(small)} of ${crossing(coverage.crossed)} in which fewer than five people are expected at this size: neither covered nor missing. Largest in the reference first.`,
    small,
  );
};

const shownOf = (cells: readonly CoverageCell[]): string =>
  cells.length > SHOWN
    ? `${SHOWN} of ${plural(cells.length, "group")}`
    : cells.length === 1
      ? "The one group"
      : `All ${grouped(cells.length)} groups`;

const cellTable = (
  title: string,
  caption: string,
  cells: readonly CoverageCell[],
): Markup => html`<h3>${title}</h3>
<div class="scroll"><table class="rows"><caption><span>${caption}</span></caption>
<thead><tr><th scope="col">Group</th><th scope="col" class="num">Patients</th><th scope="col" class="num">Share</th><th scope="col" class="num">Reference</th>
<th scope="col" class="num">Ratio</th><th scope="col" class="num">95 % interval</th><th scope="col">Backed by</th></tr></thead>
<tbody>${cells.slice(0, SHOWN).map(row)}</tbody></table></div>`;

const row = (
  cell: CoverageCell,
): Markup => html`<tr><th scope="row">${groupName(cell)}</th><td class="num">${grouped(cell.count)}</td>
<td class="num">${percent(cell.share.value, 1)}</td><td class="num">${percent(cell.reference, 1)}</td>${
  cell.ratio === undefined
    ? html`<td class="num">—</td><td class="num">—</td>`
    : html`<td class="num">${grouped(cell.ratio.value, 2)}</td><td class="num">${grouped(cell.ratio.low, 2)} to ${grouped(cell.ratio.high, 2)}</td>`
}<td>${backedBy(cell)}</td></tr>`;
