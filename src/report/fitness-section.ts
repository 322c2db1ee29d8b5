import type { Estimate, FillEffect, FillVerdict, Fitness, GroupUtility } from "../../schemas/report.ts";
import { html, type Markup } from "./html.ts";
import { decimal, grouped, percent, plural } from "./numbers.ts";

/** What the synthetic people are good for, group by group, and whether filling a group helps it. Internal only. */
export const fitnessSection = (
  fitness: Fitness | undefined,
): Markup => html`<section aria-labelledby="fitness"><h2 id="fitness">6 · Fitness</h2>
${owners}
${fitness === undefined ? html`<p><b>Nothing was measured in this run.</b></p>` : "unmeasured" in fitness ? html`<p><b>Not measured.</b> ${fitness.unmeasured}</p>` : measured(fitness)}
</section>`;

const owners = html`<p>Measured on real patients outside the privacy budget: <b>for the data owner only</b>. Use it to say what the synthetic
people may be used for, and for whom; never to choose or tune what is shared.</p>`;

type Measured = Exclude<Fitness, { readonly unmeasured: string }>;

const measured = (
  fitness: Measured,
): Markup => html`<h3>Utility by group: trained on synthetic, tested on real</h3>
<p>Classifiers (logistic regression on all other attributes, nothing tuned) learn who has a condition or takes a medication
from ${grouped(fitness.people)} synthetic people (${fitness.draws} draws), and the same classifiers from ${grouped(fitness.fitted)} real fitted patients.
Both are tested on real controls that neither has seen. ${outcomesOf(fitness.outcomes)}</p>
${utilityTable(fitness.groups)}
<h3>Filling under-represented groups</h3>
<p>Groups (each sex in each age band, each race) whose share of the released people is under half of their share in the reference population
(${fitness.reference}) are filled to that share, as <code>sample --quota … --allow-pooled</code> would, ${grouped(fitness.people)} people in all as before. The classifiers of the
people as released and of the filled people are tested on the real controls of that group.</p>
${fillTable(fitness.fills)}`;

const outcomesOf = (outcomes: readonly string[]): Markup =>
  outcomes.length === 0
    ? html`<b>No condition or medication has enough patients and controls with it and without it.</b>`
    : html`${plural(outcomes.length, "outcome")} that enough patients have and have not: ${outcomes.map(nameOf).join(", ")}.`;

const nameOf = (outcome: string): string => outcome.replace(/^[a-z]+\//, "").replaceAll("-", " ");

const utilityTable = (groups: readonly GroupUtility[]): Markup => {
  const judged = groups.filter(({ auc }) => auc !== undefined);
  const told = judged.flatMap(({ auc }) => [auc!.synthetic, auc!.real, auc!.difference]);
  return html`${
    judged.length === 0
      ? undefined
      : html`<div class="scroll"><table class="rows">
<caption><span>Concordance (AUC): the chance that of two people of the group, one with and one without the outcome, the classifier
scores the one who has it higher; all pairs of all outcomes together. One half is guessing. A difference below zero: synthetic people teach
less than real ones. ${intervalsOf(told)}</span></caption>
<thead><tr><th scope="col">Group</th><th scope="col" class="num">Trained on synthetic</th><th scope="col" class="num">Trained on real</th>
<th scope="col" class="num">Difference</th><th scope="col" class="num">Controls</th><th scope="col" class="num">Outcomes</th></tr></thead>
<tbody>${judged.map(utilityRow)}</tbody></table></div>`
  }
${tooSmall(groups.filter(({ auc }) => auc === undefined))}`;
};

const utilityRow = ({ group, controls, outcomes, auc }: GroupUtility): Markup =>
  html`<tr><th scope="row">${group}</th><td class="num">${estimated(auc!.synthetic)}</td><td class="num">${estimated(auc!.real)}</td>
<td class="num">${estimated(auc!.difference)}</td><td class="num">${grouped(controls)}</td><td class="num">${grouped(outcomes)}</td></tr>`;

const tooSmall = (groups: readonly Pick<GroupUtility, "group" | "controls">[]): Markup | undefined =>
  groups.length === 0
    ? undefined
    : html`<p><b>Too small to judge</b> (no outcome that ten controls of the group have and ten have not): ${groups
        .map(({ group, controls }) => `${group} (${plural(controls, "control")})`)
        .join(", ")}.</p>`;

const estimated = ({ value, low, high }: Estimate): Markup =>
  html`${decimal(value)}<br><small>${decimal(low)} to ${decimal(high)}</small>`;

/** Level and method once for a whole table. */
const intervalsOf = (estimates: readonly Estimate[]): string => {
  const kinds = estimates.map(({ level, method }) => `${percent(level, level > 0.95 ? 1 : 0)} (${method})`);
  return kinds.length === 0 ? "" : `Intervals: ${[...new Set(kinds)].join(" or ")}.`;
};

const fillTable = (fills: readonly FillEffect[]): Markup =>
  fills.length === 0
    ? html`<p>No group is under half of its share: there was nothing to fill.</p>`
    : html`<div class="scroll"><table class="rows">
<caption><span>Below zero, and “harmed”: the added records teach what does not hold for this group. The intervals of the differences, and so the
verdicts, hold together. ${intervalsOf(fills.flatMap(({ auc }) => auc?.difference ?? []))}</span></caption>
<thead><tr><th scope="col">Group</th><th scope="col">Filling</th><th scope="col" class="num">Difference</th><th scope="col" class="num">AUC as released</th><th scope="col" class="num">AUC filled</th>
<th scope="col" class="num">Share</th><th scope="col">The added records rest on</th><th scope="col" class="num">Controls</th></tr></thead>
<tbody>${fills.map(fillRow)}</tbody></table></div>`;

const fillRow = ({ group, share, reference, basis, controls, auc, verdict }: FillEffect): Markup =>
  html`<tr><th scope="row">${group}</th><td><span class="tag ${TONES[verdict]}">${verdict}</span></td><td class="num">${auc ? estimated(auc.difference) : "—"}</td>
<td class="num">${auc ? estimated(auc.released) : "—"}</td><td class="num">${auc ? estimated(auc.filled) : "—"}</td>
<td class="num">${percent(share, 1)} → ${percent(reference, 1)}</td><td><small>${restsOn(basis)}</small></td><td class="num">${grouped(controls)}</td></tr>`;

const TONES: { readonly [V in FillVerdict]: string } = {
  helped: "good",
  "no difference seen": "plain",
  harmed: "bad",
  "too small to judge": "warn",
};

const BASES: Readonly<Record<string, string>> = {
  measured: "own measured counts",
  reweighted: "own measured counts",
  pooled: "pooled statistics",
  unsupported: "the public prior alone",
};

const restsOn = (basis: Readonly<Record<string, number>>): string => {
  const total = Object.values(basis).reduce((sum, count) => sum + count, 0);
  return Object.entries(basis)
    .map(([name, count]) => `${count === total ? "" : `${percent(count / total)} `}${BASES[name] ?? name}`)
    .join(", ");
};
