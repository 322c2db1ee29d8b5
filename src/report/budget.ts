import type { PlannedRelease } from "../../schemas/plan.ts";
import type { ReportInput } from "../../schemas/report.ts";
import type { BlockPlan } from "../../schemas/statistic.ts";
import { epsilonColumn } from "./epsilon.ts";
import { html, type Markup } from "./html.ts";
import { decimal, epsilonUp, grouped, percent } from "./numbers.ts";

/** One colour a modality; unspent budget is white. */
const COLOURS: Readonly<Record<string, string>> = {
  patient: "#0b5a66",
  ecg: "#b5473c",
  image: "#5b5f97",
  note: "#a67c00",
};
const colourOf = (block: string): string => COLOURS[block.split("/")[0]!] ?? "#6b7780";

/** What each release bought, and what it cost. */
export const budgetSection = (input: ReportInput): Markup => {
  const { plan, certificate } = input;
  const spent = plan.releases.reduce((sum, { share }) => sum + share, 0);
  return html`<section aria-labelledby="budget"><h2 id="budget">1 · The privacy budget, and what it bought</h2>
<p>Every release was fixed in a plan before any patient was read. Each is a sum over patients in which one patient can weigh
no more than 1, with Gaussian noise from the operating system’s secure randomness. Accountant: ${certificate.accountant}.</p>
${bar(plan.releases)}
<div class="scroll"><table class="rows">
<caption><span>Releases, in the order they were charged. The loss of one release alone is shown for comparison; losses do not add up
linearly, and only the total on the first screen is the certified bound.</span></caption>
<thead><tr><th scope="col">Release</th><th scope="col" class="num">Share of budget</th><th scope="col" class="num">Noise multiplier</th>
${epsilonColumn(certificate, "alone")}<th scope="col" class="num">Numbers</th><th scope="col">What it holds</th></tr></thead>
<tbody>${plan.releases.map(release => releaseRow(release, input))}</tbody></table></div>
${spent < 0.9995 ? html`<p class="small">${percent(1 - spent, 1)} of the budget was left unspent.</p>` : undefined}
</section>`;
};

const releaseRow = (release: PlannedRelease, { certificate }: ReportInput): Markup => {
  const spend = certificate.spends.find(({ purpose }) => purpose === release.purpose);
  return html`<tr><th scope="row">${release.purpose}</th><td class="num">${percent(release.share, 1)}</td>
<td class="num">${noiseOf(release)}</td>
<td class="num">${spend === undefined ? "not charged" : epsilonUp(spend.epsilonAlone)}</td>
<td class="num">${numbersOf(release)}</td><td>${holds(release)}</td></tr>`;
};

const noiseOf = (release: PlannedRelease): string =>
  release.kind === "selection" ? `ε ${shortDecimal(release.epsilon)}` : shortDecimal(release.noiseMultiplier);

const numbersOf = (release: PlannedRelease): string => {
  if (release.kind === "tables") return "as chosen";
  if (release.kind === "partitions") return "as found";
  return release.kind === "selection"
    ? "1"
    : grouped(release.blocks.reduce((sum, block) => sum + block.size, 0));
};

const holds = (release: PlannedRelease): Markup => {
  if (release.kind === "selection")
    return html`which pair of attributes the model is most wrong about, by the exponential mechanism`;
  if (release.kind === "tables") return html`the table of that pair`;
  if (release.kind === "partitions")
    return html`phrases that about ${grouped(Math.ceil(Number(release.threshold)))} patients or more share, at most ${grouped(release.perPatient)} a patient; δ ${release.delta} of the budget pays for the chance that one patient’s own gets through`;
  return html`${release.blocks.map((block, i) => html`${i > 0 ? ", " : ""}${block.name} (${grouped(block.size)})`)}`;
};

/** A decimal string to four places, without reading more into it than it says. */
const shortDecimal = (text: string): string => decimal(Number(text));

/** What stands for a release in the bar: choices and chosen tables are the record's, phrases the notes'. */
const blocksOf = (release: PlannedRelease): readonly BlockPlan[] => {
  if (release.kind === undefined) return release.blocks;
  return [{ name: release.kind === "partitions" ? "note/phrases" : "patient/pairs", size: 1, weight: 1 }];
};

/** Share of the budget by release, and in it by block: a patient's squared norm is divided like this at most. */
const bar = (releases: readonly PlannedRelease[]): Markup => {
  const parts: { readonly release: string; readonly block: BlockPlan; readonly width: number }[] =
    releases.flatMap(release =>
      blocksOf(release).map(block => ({
        release: release.purpose,
        block,
        width: release.share * block.weight ** 2,
      })),
    );
  let x = 0;
  const rects = parts.map(({ release, block, width }) => {
    const from = x;
    x += width;
    return html`<rect x="${(1000 * from).toFixed(2)}" y="0" width="${(1000 * width).toFixed(2)}" height="44" fill="${colourOf(block.name)}" stroke="#fff" stroke-width="1.5"><title>${release}: ${block.name}, ${percent(width, 1)}</title></rect>`;
  });
  const words = parts.map(({ block, width }) => `${block.name} ${percent(width, 1)}`).join(", ");
  return html`<figure><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 44" width="100%" height="36" preserveAspectRatio="none" role="img" aria-label="Share of the budget by block: ${words}">
<rect x="0" y="0" width="1000" height="44" fill="#e8edf1"/>${rects}</svg>
<ul class="legend">${parts.map(({ block, width }) => html`<li><i style="background:${colourOf(block.name)}"></i>${block.name} ${percent(width, 1)}</li>`)}</ul>
<figcaption>Share of the whole budget by block. Blocks of one release are heard together: these are the largest parts that a
patient’s contribution can have.</figcaption></figure>`;
};
