import type { Bank } from "../bank/bank.ts";
import { type Frame, parseParts } from "../frame.ts";
import type { FrameClusters } from "./clusters.ts";
import { EQUIVALENTS } from "./equivalents.ts";

/** What a release says of how a house words its notes. */
export interface House {
  /** By frame cluster: how much more often its frames are drawn than by the bank alone. */
  readonly ratios: readonly number[];
  /** Phrases that many patients' notes hold. */
  readonly phrases: readonly string[];
}

/**
 * A bank that words like a house: its frames weighted by the released ratios, and a wording of the bank joined by those
 * released phrases that the public table says mean the same. No other phrase is ever written.
 */
export const houseBank = (bank: Bank, clusters: FrameClusters, { ratios, phrases }: House): Bank => {
  const spoken = new Set(phrases);
  const variants = EQUIVALENTS.map(({ bank, house }) => ({
    bank,
    house: house.filter(each => spoken.has(each)),
  })).filter(({ house }) => house.length > 0);
  return {
    ...bank,
    frames: new Map(
      [...bank.frames].map(([move, frames]) => [
        move,
        frames.map(frame =>
          reworded({ ...frame, weight: ratios[clusters.of.get(frame.id)!] ?? 1 }, variants),
        ),
      ]),
    ),
  };
};

/** A frame in which the first wording that has variants becomes a choice; the same frame to everyone else. */
const reworded = (
  frame: Frame,
  variants: readonly { readonly bank: string; readonly house: readonly string[] }[],
): Frame => {
  for (const { bank, house } of variants) {
    const at = placeOf(frame.source, bank);
    if (at === undefined) continue;
    const said = frame.source.slice(at, at + bank.length);
    const isCapital = said[0] !== bank[0];
    const options = [said, ...house.map(each => (isCapital ? each[0]!.toUpperCase() + each.slice(1) : each))];
    const source = `${frame.source.slice(0, at)}[${options.join("|")}]${frame.source.slice(at + bank.length)}`;
    return { ...frame, source, parts: parseParts(source) };
  }
  return frame;
};

/** Where a wording stands in a frame's text as whole words. */
const placeOf = (source: string, wording: string): number | undefined => {
  const blind = source.replace(/\{[^}]*\}/g, part => "\0".repeat(part.length)).toLowerCase();
  const found = new RegExp(`(?<![\\p{L}\\d'/-])${wording}(?![\\p{L}\\d'/-])`, "u").exec(blind);
  return found?.index;
};
