import type { Certificate } from "../../schemas/report.ts";
import { html, type Markup } from "./html.ts";
import { epsilonUp, power } from "./numbers.ts";

/**
 * Every ε on the page is written by one of these: relation, unit and δ stand in the same element. The number is
 * rounded up; a run with test noise has none.
 */
export const epsilonStatement = (certificate: Certificate): Markup => {
  const { delta, relation, unit } = certificate;
  const conditions = html`<small>at δ = ${power(delta)} · ${relation} · unit: ${unit}</small>`;
  if (!certificate.private)
    return html`<span class="epsilon"><span class="big">no bound</span><small>The books add up to ε ≤ ${epsilonUp(certificate.epsilon)}, but
the noise can be replayed, so it does not hold.</small>${conditions}</span>`;
  return html`<span class="epsilon"><span class="big">ε ≤ ${epsilonUp(certificate.epsilon)}</span>${conditions}</span>`;
};

/** The head of a column of ε. */
export const epsilonColumn = ({ delta, relation, unit }: Certificate, words: string): Markup =>
  html`<th scope="col" class="num epsilon">ε ${words}<small>at δ = ${power(delta)}<br>${relation}<br>unit: ${unit}</small></th>`;
