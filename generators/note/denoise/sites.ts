import type { Frame, Part } from "../frame.ts";
import { bound, type Scope } from "../realise.ts";
import { optionToken, type Token, wordingToken } from "./tokens.ts";

/** A place inside a frame where words are chosen: values are what `Utterance.picks` lists for it. */
export interface Site {
  /** What is chosen here, for the network. */
  readonly key: string;
  readonly tokens: readonly Token[];
  readonly values: readonly number[];
  /** The site whose option this one lies in: it exists only where that option is taken. */
  readonly within?: { readonly site: number; readonly option: number };
}

/** Slot of the subject: named or not by what stands before, so it is settled last. */
const SUBJECT = "subj";

/** All sites of a frame in reading order, those inside options too, whether or not the option is taken. */
export const sitesOf = (frame: Frame, scope: Scope): readonly Site[] => {
  const sites: Site[] = [];
  const visit = (parts: readonly Part[], within: Site["within"]): void => {
    const place = within === undefined ? {} : { within };
    for (const part of parts) {
      if (part.kind === "text" || (part.kind === "slot" && part.name === SUBJECT)) continue;
      if (part.kind === "slot") {
        sites.push({ ...slotSite(part, scope), ...place });
        continue;
      }
      const site = sites.length;
      const tokens = part.options.map(optionToken);
      sites.push({ key: `choice:${tokens[0]!.name}`, tokens, values: tokens.map((_, i) => i), ...place });
      part.options.forEach((inner, option) => {
        visit(inner, { site, option });
      });
    }
  };
  visit(frame.parts, undefined);
  return sites;
};

const slotSite = ({ name, form }: Extract<Part, { kind: "slot" }>, scope: Scope): Site => {
  const { full, short = [] } = bound(scope, name)!;
  const isShortOnly = short.length > 0 && (form === "short" || full.length === 0);
  const fulls = isShortOnly ? [] : full.map((_, i) => i);
  const shorts = form === "full" && full.length > 0 ? [] : short.map((_, i) => i);
  return {
    key: `slot:${name}`,
    tokens: [
      ...fulls.map(i => wordingToken(name, "full", i)),
      ...shorts.map(i => wordingToken(name, "short", i)),
    ],
    values: [...fulls, ...shorts.map(i => full.length + i)],
  };
};

/**
 * The picks of an utterance in reading order.
 *
 * @param values   value chosen at each site, in the order of `sitesOf`
 * @param subject  pick for the subject's slot
 */
export const picksOf = (frame: Frame, values: readonly number[], subject: number): readonly number[] => {
  const picks: number[] = [];
  let site = 0;
  const visit = (parts: readonly Part[], isTaken: boolean): void => {
    for (const part of parts) {
      if (part.kind === "text") continue;
      if (part.kind === "slot" && part.name === SUBJECT) {
        if (isTaken) picks.push(subject);
        continue;
      }
      const value = values[site++]!;
      if (isTaken) picks.push(value);
      if (part.kind === "choice")
        part.options.forEach((option, i) => {
          visit(option, isTaken && i === value);
        });
    }
  };
  visit(frame.parts, true);
  return picks;
};

/** The values at all sites that picks stand for; sites in options not taken get −1. */
export const valuesOf = (frame: Frame, picks: readonly number[]): readonly number[] => {
  const values: number[] = [];
  let next = 0;
  const visit = (parts: readonly Part[], isTaken: boolean): void => {
    for (const part of parts) {
      if (part.kind === "text") continue;
      const value = isTaken ? picks[next++]! : -1;
      if (part.kind === "slot") {
        if (part.name !== SUBJECT) values.push(value);
        continue;
      }
      values.push(value);
      part.options.forEach((option, i) => {
        visit(option, isTaken && i === value);
      });
    }
  };
  visit(frame.parts, true);
  return values;
};
