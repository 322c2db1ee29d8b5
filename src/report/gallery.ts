import type { EcgMeasurements } from "../../schemas/ecg.ts";
import type { ReportInput } from "../../schemas/report.ts";
import { ecgPaperSvg } from "./ecg-paper.ts";
import { html, type Markup, trusted } from "./html.ts";
import { grouped } from "./numbers.ts";

/** Examples to look at: the first patients drawn, not the best ones. */
export const gallerySection = ({
  images,
  ecgs,
  notes,
}: ReportInput): Markup => html`<section aria-labelledby="gallery">
<h2 id="gallery">3 · Some of the synthetic patients</h2>
<p>The first that were drawn (of the ECGs, the first of each rhythm), not chosen for their looks. All of them are synthetic.</p>
${images.length === 0 ? undefined : html`<h3>Images</h3><div class="gallery">${images.map(picture)}</div>`}
${ecgs.length === 0 ? undefined : html`<h3>12-lead ECGs</h3>${ecgs.map(paper)}`}
${notes.length === 0 ? undefined : html`<h3>Notes</h3>${notes.map(page)}`}
${images.length + ecgs.length + notes.length === 0 ? html`<p>This run drew coded records only: no images, ECGs or notes.</p>` : undefined}
</section>`;

const picture = ({ png, caption }: ReportInput["images"][number]): Markup => html`<figure>
<img src="data:image/png;base64,${Buffer.from(png).toString("base64")}" alt="Synthetic image: ${caption}"><figcaption>${caption}</figcaption></figure>`;

const paper = ({ record, measurements, caption }: ReportInput["ecgs"][number]): Markup => html`<figure>
<div class="scroll paper" tabindex="0" role="group" aria-label="ECG, scrolls sideways">${trusted(ecgPaperSvg(record, { label: `Synthetic 12-lead ECG: ${caption}. ${intervals(measurements)}`, footer: "synthetic, not a patient" }))}</div>
<figcaption><b>${caption}</b><br>${intervals(measurements)}</figcaption></figure>`;

/** What a cardiologist reads first. */
const intervals = (m: EcgMeasurements): string =>
  [
    `Rate ${grouped(m.heartRate)}/min`,
    m.prMs === undefined ? "PR not measurable" : `PR ${grouped(m.prMs)} ms`,
    `QRS ${grouped(m.qrsMs)} ms`,
    `QT ${grouped(m.qtMs)} ms`,
    `QTc ${grouped(m.qtcMs)} ms (Fridericia)`,
    `axis ${grouped(m.axisDegrees)}°`,
  ].join(" · ");

const page = ({ text, caption }: ReportInput["notes"][number]): Markup =>
  html`<figure><figcaption><b>${caption}</b></figcaption><div class="note">${text.trim()}</div></figure>`;
