/** Something a record may say a person is allergic to: how a coded display is recognised, and what it forbids. */
export interface Allergen {
  readonly slug: string;
  readonly match: RegExp;
  /** Ingredients that are not given to those who have it. */
  readonly forbids: RegExp;
}

const NOTHING = /(?!)/;
const allergen = (slug: string, match: RegExp, forbids = NOTHING): Allergen => ({ slug, match, forbids });

/** First match wins; patterns are tried on lower-case text. @source cross-reactive groups: British National Formulary 2023 */
const ALLERGENS: readonly Allergen[] = [
  allergen("penicillin", /penicillin|amoxicillin|ampicillin/, /cillin/),
  allergen("sulfonamide", /sulfon|sulfameth|\bsulfa\b/, /sulfamethoxazole|sulfasalazine/),
  allergen("codeine", /codeine|opioid|opiate/, /codeine|oxycodone|hydrocodone|morphine/),
  allergen("aspirin", /aspirin|salicylate/, /aspirin|ibuprofen|naproxen/),
  allergen(
    "erythromycin",
    /erythromycin|macrolide|azithromycin|clarithromycin/,
    /(?:erythro|azithro|clarithro)mycin/,
  ),
  allergen("peanut", /peanut/),
  allergen("tree-nut", /\bnuts?\b/),
  allergen("shellfish", /shellfish/),
  allergen("egg", /\beggs?\b/),
  allergen("latex", /latex/),
  allergen("tree-pollen", /tree pollen/),
  allergen("grass-pollen", /grass pollen/),
  allergen("house-dust-mite", /dust mite/),
  allergen("mold", /\bmou?ld\b/),
  allergen("animal-dander", /dander/),
  allergen("bee-venom", /bee venom/),
];

/** The allergen of a coded display; undefined for one that the notes have no words for. */
export const allergenOf = (display: string): Allergen | undefined =>
  ALLERGENS.find(({ match }) => match.test(display.toLowerCase()));

const REACTIONS: readonly (readonly [RegExp, string])[] = [
  [/anaphyla/, "anaphylaxis"],
  [/angioedema|swelling/, "swelling"],
  [/wheal|urticaria|hives/, "hives"],
  [/eruption|rash/, "rash"],
  [/nausea|vomiting/, "nausea"],
  [/itch|prurit/, "itching"],
  [/nose running|rhinorrhea|rhinoconjunctivitis/, "runny-nose"],
];

/** The reaction of a coded display, as a slug; undefined for one that the notes have no words for. */
export const reactionOf = (display: string): string | undefined =>
  REACTIONS.find(([match]) => match.test(display.toLowerCase()))?.[1];

/** Whether a display says that no allergy is known. */
export const isNoneKnown = (display: string): boolean => /no known .*allerg/i.test(display);
