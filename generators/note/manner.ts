import type { Rng } from "../../src/math/rng.ts";
import type { Manner } from "./bank/bank.ts";
import type { NoteStyle } from "./style.ts";

/** Share of notes in which telegraphic writing and abbreviations go together. */
const COUPLED = 0.6;

/** How this one note is written. Abbreviated and telegraphic writing are coupled with their margins kept. */
export const drawManner = ({ switches }: NoteStyle, rng: Rng): Manner => {
  const shared = rng.uniform();
  const own = rng.uniform();
  const isAbbreviated = shared < switches.abbreviated;
  const telegraphic = (rng.chance(COUPLED) ? shared : own) < switches.telegraphic;
  return {
    abbreviation: isAbbreviated ? 0.9 : 0.04,
    listed: rng.chance(switches.listed),
    telegraphic,
    heading: isAbbreviated && rng.chance(0.6) ? "short" : rng.pick(["capitals", "title", "title"]),
    headingAlone: rng.chance(0.45),
    bullet: rng.pick(["- ", "- ", "* ", "1. ", "1. "]),
    date: rng.pick(["us", "us", "iso", "long", "medium"]),
    serialComma: rng.chance(0.6),
    colon: rng.chance(0.7),
  };
};
