import type { Chart } from "./chart.ts";
import { mentionsIn, type Reading } from "./clauses.ts";
import { matchesOf } from "./matches.ts";
import { sought } from "./sought.ts";
import { faulty, holding, type Statement } from "./statement.ts";

/** How operations are written in notes, by the slug of the procedure. */
const OPERATIONS: readonly (readonly [slug: string, written: string])[] = [
  ["tonsillectomy", "tonsillectomy|T&A"],
  ["appendectomy", "appendectomy|appy"],
  ["cholecystectomy", "cholecystectomy|chole"],
  ["hernia-repair", "(?:inguinal )?hernia repair|herniorrhaphy"],
  ["cesarean-section", "c(?:a)?esarean(?: section)?|C-section"],
  ["hysterectomy", "hysterectomy|hyst"],
  ["cataract-surgery", "cataract surgery|cataract extraction"],
  ["coronary-intervention", "percutaneous coronary intervention|PCI"],
  ["coronary-bypass", "coronary artery bypass(?: grafting)?|CABG"],
  ["knee-replacement", "(?:total )?knee (?:replacement|arthroplasty)|TKR|TKA"],
  ["hip-replacement", "(?:total )?hip (?:replacement|arthroplasty)|THR|THA"],
  ["lumpectomy", "lumpectomy"],
  ["pacemaker", "pacemaker implantation|PPM"],
];
const PATTERNS = OPERATIONS.map(
  ([slug, written]) =>
    [`procedure/${slug}`, sought(new RegExp(`(?<![\\w-])(?:${written})(?![\\w-])`, "gi"))] as const,
);

/** Operations, which must be on record. */
export const readOperations = (reading: Reading, { byId }: Chart): readonly Statement[] =>
  PATTERNS.flatMap(([id, pattern]) =>
    mentionsIn(reading, pattern).flatMap(({ start, end, polarity }) => {
      if (polarity === "open") return [];
      const isOnRecord = byId.has(id);
      if (polarity === "affirmed")
        return [
          isOnRecord
            ? holding([start, end], id)
            : faulty([start, end], "procedure", "procedure not on record"),
        ];
      return isOnRecord ? [faulty([start, end], id, "procedure denied that is on record")] : [];
    }),
  );

/** Where a sentence names operations on record: place and fact, in order. */
export const operationsNamedIn = (
  words: string,
  { byId }: Chart,
): readonly { readonly end: number; readonly id: string }[] =>
  PATTERNS.filter(([id]) => byId.has(id))
    .flatMap(([id, { pattern }]) =>
      matchesOf(words, pattern).map(match => ({ end: match.index + match[0].length, id })),
    )
    .sort((a, b) => a.end - b.end);
