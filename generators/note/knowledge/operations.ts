const OPERATIONS: readonly (readonly [slug: string, match: RegExp])[] = [
  ["tonsillectomy", /tonsillectomy/],
  ["appendectomy", /appendectomy|excision of appendix/],
  ["cholecystectomy", /cholecystectomy/],
  ["hernia-repair", /(?:repair.*inguinal hernia|inguinal hernia.*repair)/],
  ["cesarean-section", /c(?:a)?esarean/],
  ["hysterectomy", /hysterectomy/],
  ["cataract-surgery", /cataract/],
  ["coronary-intervention", /percutaneous coronary/],
  ["coronary-bypass", /coronary artery bypass/],
  ["knee-replacement", /(?:total )?knee (?:replacement|arthroplasty)|replacement of knee/],
  ["hip-replacement", /(?:total )?hip (?:replacement|arthroplasty)|replacement of hip/],
  ["lumpectomy", /lumpectomy/],
  ["pacemaker", /implantation of (?:cardiac )?pacemaker/],
];

/** The operation of a coded display, as a slug; undefined for tests, counselling and what the notes have no words for. */
export const operationOf = (display: string): string | undefined =>
  OPERATIONS.find(([, match]) => match.test(display.toLowerCase()))?.[0];
