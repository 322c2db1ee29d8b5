/** A wording of the bank, and others of two to five words that say the same: no name, number, fact or denial more or less. */
export interface Equivalent {
  readonly bank: string;
  readonly house: readonly string[];
}

/** Written for this project from general clinical English, before any corpus was looked at for it. */
export const EQUIVALENTS: readonly Equivalent[] = [
  { bank: "presents with", house: ["presented with", "is here with", "presents today with"] },
  { bank: "with a history of", house: ["with a known history of", "with a past history of"] },
  { bank: "no new complaints", house: ["no new concerns", "no complaints today"] },
  { bank: "for follow-up", house: ["for followup", "for a followup", "for a follow-up visit"] },
  { bank: "was admitted", house: ["was hospitalized", "had been admitted"] },
  {
    bank: "in no acute distress",
    house: ["in no apparent distress", "not in acute distress", "in no obvious distress"],
  },
  { bank: "on both sides", house: ["on either side", "on each side"] },
  { bank: "lungs are clear", house: ["lung fields are clear", "lungs remain clear"] },
  { bank: "within normal limits", house: ["in the normal range", "within the normal range"] },
  { bank: "there is no pneumothorax", house: ["no evidence of pneumothorax", "there was no pneumothorax"] },
  { bank: "there is no", house: ["there was no"] },
  { bank: "is present", house: ["is noted", "was noted", "is evident"] },
  { bank: "consistent with", house: ["compatible with"] },
  { bank: "return in", house: ["come back in", "be seen again in", "be seen back in"] },
  {
    bank: "return to clinic",
    house: ["return to the clinic", "return to the office", "come back to clinic"],
  },
  { bank: "as needed", house: ["as necessary", "if necessary"] },
  { bank: "questions were answered", house: ["questions were all answered", "questions have been answered"] },
  { bank: "discharged on", house: ["released on"] },
  { bank: "as above", house: ["as noted above", "as described above", "as outlined above"] },
  { bank: "at present", house: ["at this time", "at the present time"] },
  { bank: "i saw", house: ["i evaluated"] },
];
