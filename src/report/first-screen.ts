import type { Certificate, ReportInput } from "../../schemas/report.ts";
import { epsilonStatement } from "./epsilon.ts";
import { html, type Markup } from "./html.ts";
import { grouped, oddsUp, plural } from "./numbers.ts";

/** What a reader must know before anything else: what this is, what it cost, and what it does not promise. */
export const firstScreen = (
  input: ReportInput,
  contents: readonly (readonly [id: string, title: string])[],
): Markup => html`
<header class="top">
<p class="kind">${input.audience === "internal" ? "Semblance · internal report for the data owner" : "Semblance · report for sharing"}</p>
<h1>${input.title}</h1>
<p class="lead">Synthetic patients drawn from a few noisy statistics of a real cohort. No row, signal, image or note here is
copied from a real person. Reference date of the data: ${input.asOf}.</p>
${input.certificate.private ? undefined : notPrivate}
${input.audience === "internal" ? inside : undefined}
<dl class="figures">
<div><dt>Privacy loss of this run, at most</dt><dd>${epsilonStatement(input.certificate)}</dd></div>
<div><dt>Synthetic patients</dt><dd><span class="big">${grouped(input.patients)}</span><small>each with a record, and ECG, image and note where drawn</small></dd></div>
<div><dt>Taken from real patients</dt><dd><span class="big">${plural(input.certificate.spends.length, "release")}</span><small>${grouped(input.released)} noisy numbers in all; nothing else left the sealed data</small></dd></div>
</dl>
<div class="promises">
${promised(input.certificate)}
${notPromised}
</div>
<nav aria-label="Contents"><ol>${contents.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
</header>`;

const notPrivate = html`<div class="banner" role="alert"><strong>NOT PRIVATE</strong>
<p>This run used replayable test noise. Its numbers carry no privacy protection: do not share its output.</p></div>`;

const inside = html`<div class="banner inside"><strong>INTERNAL: do not share</strong>
<p>Sections 5 and 6 hold numbers measured on real patients outside the privacy budget. They are for the data owner only.</p></div>`;

const promised = ({ epsilon, delta, private: isPrivate }: Certificate): Markup => html`<section class="box">
<h2>What is promised</h2>
${
  isPrivate
    ? html`<p>Whether any one patient was in the cohort, with everything known of them, changes the odds of whatever anyone
may conclude from this release by at most a factor of ${oddsUp(epsilon)}${delta > 0 ? ", but for a chance of about δ" : ""}.
It holds against any method, any computer and any background knowledge.</p>
<p>It counts this run alone. Other releases from the same patients add to it.</p>`
    : html`<p>Nothing: see the notice above.</p>`
}
</section>`;

const notPromised = html`<section class="box not" id="not-promised">
<h2>What is NOT promised</h2>
<ul>
<li><b>Facts about groups can still be learnt.</b> That is the use of the data. If smokers fare worse, this shows it, for
people who were in the cohort and for people who were not.</li>
<li><b>One person under two ids counts twice.</b> The bound is per id as the owner assigned them.</li>
<li><b>Relatives are separate people.</b> What several members of a family share is protected less than one member.</li>
<li><b>What someone knew before stays known.</b> The bound limits what this release adds, not what others have published.</li>
<li><b>Clinical use is unverified.</b> Do not base care, a diagnosis or a device approval on these patients.</li>
<li><b>It is not a legal opinion.</b> The numbers here can inform a review under GDPR, HIPAA or another law; meeting that
law is for the data controller to judge.</li>
</ul>
</section>`;
