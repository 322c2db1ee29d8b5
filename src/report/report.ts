import type { ReportInput } from "../../schemas/report.ts";
import { budgetSection } from "./budget.ts";
import { coverageSection } from "./coverage-section.ts";
import { findingsSection } from "./findings-section.ts";
import { firstScreen } from "./first-screen.ts";
import { fitnessSection } from "./fitness-section.ts";
import { gallerySection } from "./gallery.ts";
import { html, type Markup } from "./html.ts";
import { page } from "./page.ts";
import { supportSection } from "./support.ts";

const SHARED = [
  ["budget", "1 · Budget"],
  ["support", "2 · Statistics"],
  ["gallery", "3 · Patients"],
  ["coverage", "4 · Coverage"],
  ["findings", "5 · Re-identification"],
] as const;

const CONTENTS = {
  public: [...SHARED, ["limits", "6 · Limits"]],
  internal: [...SHARED, ["fitness", "6 · Fitness"], ["limits", "7 · Limits"]],
} as const;

/**
 * The report of a run: one HTML file that needs no network and no script. A public report never holds an internal
 * finding and no measure of fitness, whatever it is given. Depends on its input alone.
 */
export const renderReport = (input: ReportInput): string =>
  page(
    `${input.certificate.private ? "" : "NOT PRIVATE · "}${input.title} · Semblance report${input.audience === "internal" ? " (internal)" : ""}`,
    html`${firstScreen(input, CONTENTS[input.audience])}
<main>
${budgetSection(input)}
${supportSection(input.support)}
${gallerySection(input)}
${coverageSection(input.coverage)}
${findingsSection(input.findings, input.audience)}
${input.audience === "internal" ? fitnessSection(input.fitness) : undefined}
${limitsSection(input)}
</main>
${foot(input)}`,
  );

const limitsSection = ({
  limits,
  audience,
}: ReportInput): Markup => html`<section aria-labelledby="limits"><h2 id="limits">${audience === "internal" ? 7 : 6} · Known limits of the generators</h2>
${limits.length === 0 ? html`<p>None were stated for this version; that does not mean there are none.</p>` : html`<ul class="limits">${limits.map(limit => html`<li>${limit}</li>`)}</ul>`}</section>`;

const foot = ({
  asOf,
  plan,
}: ReportInput): Markup => html`<footer><p>How to check this page: <code>semblance verify</code> on the folder recomputes the
privacy loss from the ledger alone, checks the owner’s signature and compares every file with the manifest; with
<code>--redraw</code> it draws the cohort again and compares every byte. Plan format ${plan.format}; reference date ${asOf}.</p>
<p>All persons, dates, signals and images in this report are synthetic. Any likeness to a real person is chance.</p></footer>`;
