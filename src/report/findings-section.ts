import type { Audience } from "../../schemas/disclosure.ts";
import type { Finding, Verdict } from "../../schemas/report.ts";
import { html, type Markup } from "./html.ts";
import { decimal, grouped } from "./numbers.ts";

/** What attacks and comparisons found. Internal findings are written for the data owner only. */
export const findingsSection = (findings: readonly Finding[], audience: Audience): Markup => {
  const shown = findings.filter(finding => audience === "internal" || finding.audience === "public");
  const tests = shown.filter(({ verdict }) => verdict !== "INFORMATION");
  const information = shown.filter(({ verdict }) => verdict === "INFORMATION");
  return html`<section aria-labelledby="findings"><h2 id="findings">5 · Re-identification and likeness</h2>
${audience === "internal" ? owners : elsewhere}
${tests.length === 0 ? undefined : html`${overall(tests)}<h3>Attacks</h3>${table(tests, "Each row is one attack on real people who were used, against the same attack on people who were not. The excess is what the release gives away beyond chance.", true)}`}
${information.length === 0 ? undefined : html`<h3>For information</h3>${table(information, "Measured likeness and scores: no verdict, and no proof of privacy.", false)}`}
${shown.length === 0 && audience === "internal" ? html`<p><b>Nothing was measured in this run.</b> Run the audit on the sealed cohort to fill this section.</p>` : undefined}
</section>`;
};

const elsewhere = html`<p>What attacks on this release achieve, and how alike real and synthetic patients are, was or can be measured on the real
patients. Those numbers are <b>not in this report</b>: they are computed from real patients outside the privacy budget, and exact
scores of that kind have been used to rebuild outliers. The data owner keeps them in the internal folder of the run and can answer for
them. The promise on the first screen does not depend on them.</p>`;

const owners = html`<p>Measured on real patients outside the privacy budget: <b>for the data owner only</b>. Use them to decide whether to share,
never to filter, choose or tune what is shared. A PASS means that attacks of this strength found nothing of the stated size; the
guarantee is the one on the first screen, not this table.</p>`;

/** FAIL if any fails; PASS only if all pass. */
export const overallVerdict = (tests: readonly Finding[]): Verdict => {
  if (tests.some(({ verdict }) => verdict === "FAIL")) return "FAIL";
  return tests.length > 0 && tests.every(({ verdict }) => verdict === "PASS") ? "PASS" : "INCONCLUSIVE";
};

const MEANINGS: { readonly [V in Verdict]: string } = {
  PASS: "No attack found more than chance allows, and each would have seen an excess of the threshold’s size.",
  FAIL: "At least one attack names people who were used more often than chance allows. Do not share before the cause is found.",
  INCONCLUSIVE:
    "No attack failed, but some could not have seen a leak of the threshold’s size: too few people, or no holdout.",
  INFORMATION: "",
};

const overall = (tests: readonly Finding[]): Markup => {
  const verdict = overallVerdict(tests);
  return html`<p>Overall: ${badge(verdict)} ${MEANINGS[verdict]}</p>`;
};

const TONES: { readonly [V in Verdict]: string } = {
  PASS: "good",
  FAIL: "bad",
  INCONCLUSIVE: "warn",
  INFORMATION: "plain",
};
const badge = (verdict: Verdict): Markup => html`<span class="tag ${TONES[verdict]}">${verdict}</span>`;

const table = (
  findings: readonly Finding[],
  caption: string,
  judged: boolean,
): Markup => html`<div class="scroll"><table class="rows">
<caption><span>${caption}</span></caption><thead><tr><th scope="col">Measure</th><th scope="col">On</th><th scope="col" class="num">Value</th><th scope="col" class="num">Interval</th>
${judged ? html`<th scope="col" class="num">Threshold</th><th scope="col">Verdict</th><th scope="col">Power</th>` : undefined}</tr></thead>
<tbody>${findings.map(finding => row(finding, judged))}</tbody></table></div>`;

const row = (
  { metric, meaning, group, estimate, threshold, verdict, power }: Finding,
  judged: boolean,
): Markup => {
  const measured = estimate.trials > 0;
  return html`<tr><th scope="row">${metric}<br><small>${meaning}</small></th><td>${group ?? "all"}</td>
<td class="num">${measured ? decimal(estimate.value) : "not measured"}</td>
<td class="num">${measured ? html`${decimal(estimate.low)} to ${decimal(estimate.high)}<br><small>${grouped(100 * estimate.level)} %, ${estimate.method}<br>n = ${grouped(estimate.trials)}</small>` : "—"}</td>
${judged ? html`<td class="num">${threshold === undefined ? "—" : decimal(threshold)}</td><td>${badge(verdict)}</td><td><small>${power ?? "not stated"}</small></td>` : undefined}</tr>`;
};
