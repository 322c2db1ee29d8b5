import type { Coverage } from "../../schemas/report.ts";
import { compared } from "./coverage-section.ts";
import { crossing, groupName, mainTable, referenceName } from "./coverage-words.ts";
import { html } from "./html.ts";
import { grouped, percent } from "./numbers.ts";
import { page } from "./page.ts";

/** The comparison with one reference population as a page of its own. Depends on its input alone. */
export const renderCoverage = (coverage: Coverage): string =>
  page(
    `Coverage against ${referenceName(coverage)} · Semblance`,
    html`<header class="top"><p class="kind">Synthetic patients: coverage</p>
<h1>Whom these patients stand for</h1>
<p class="lead">${grouped(coverage.people)} synthetic patients against ${referenceName(coverage)}. Measured on synthetic people only: it
costs no privacy.</p>
<p class="small">What is not promised: that groups which are present behave as real ones do. Numbers of people are no evidence of that;
the report of the run says what each group’s statistics can carry.</p>
${figures(coverage)}</header>
<main><section>${compared(coverage)}</section></main>
<footer><p>All persons in this comparison are synthetic. Any likeness to a real person is chance.</p></footer>`,
  );

const figures = (coverage: Coverage) => {
  const table = mainTable(coverage);
  const { worst } = coverage;
  if (table === undefined) return undefined;
  const { mass } = table;
  const pooled = mass["not in evidence"];
  return html`<dl class="figures">
<div><dt>of the reference population lives in groups (${crossing(table.axes)}) that are like the reference or more${pooled === 0 ? "" : ", and in evidence"}</dt><dd><span class="big">${percent(mass.covered + mass.over)}</span>${pooled === 0 ? undefined : `another ${percent(pooled)} in number, not in evidence`}</dd></div>
<div><dt>in groups that are too few, or absent</dt><dd><span class="big">${percent(mass.under + mass.empty)}</span></dd></div>
<div><dt>worst group that can be judged</dt><dd>${worst === undefined ? html`<span class="big">none</span>` : html`<span class="big">${grouped(worst.ratio!.value, 2)}</span>${groupName(worst)}`}</dd></div></dl>`;
};
