import { Unsound } from "../../src/errors.ts";

/** A piece of a frame: literal text, a slot filled from the facts, or a surface choice that changes no meaning. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "slot";
      readonly name: string;
      readonly form: "any" | "full" | "short";
      readonly capital: boolean;
    }
  | { readonly kind: "choice"; readonly options: readonly (readonly Part[])[] };

/** What a sentence does in a note ("hpi.open", "ecg.rhythm"): frames of one move say the same kind of thing. */
export type Move = string;

/** One way of saying one move. It requires its slots and the tags `when` and `given`, and states slots and `when`. */
export interface Frame {
  readonly id: string;
  readonly move: Move;
  readonly source: string;
  readonly parts: readonly Part[];
  /** Names of all slots, in any branch: all must be bound. */
  readonly slots: readonly string[];
  /** Tags whose facts the words state. */
  readonly when: readonly string[];
  /** Tags that only license the words. */
  readonly given: readonly string[];
  readonly unless: readonly string[];
  /** Facts about the visit that the words themselves create ("sign/ankle-edema"). */
  readonly states: readonly string[];
  /** Telegraphic or running prose; absent fits both. */
  readonly register?: "terse" | "full";
  /** How much more often a house draws it than the bank does; 1 where nothing is said. */
  readonly weight?: number;
}

/** Conditions shared by a group of frames. */
export interface FrameOptions {
  readonly when?: readonly string[];
  readonly given?: readonly string[];
  readonly unless?: readonly string[];
  readonly states?: readonly string[];
}

/** Texts by register. The first of all is the move's plain frame: the fallback when nothing else holds. */
export interface FrameTexts {
  readonly any?: readonly string[];
  readonly full?: readonly string[];
  readonly terse?: readonly string[];
}

/**
 * Frames of one move from their texts: `{slot}`, `{slot:short}`, `{slot:full}`, `{^slot}` (capital), `[this|that|]`.
 *
 * @throws Unsound for an unbalanced bracket: the bank is part of the program
 */
export const frames = (move: Move, texts: FrameTexts, options: FrameOptions = {}): readonly Frame[] =>
  (["any", "full", "terse"] as const).flatMap(register =>
    (texts[register] ?? []).map(source => frame(move, source, register, options)),
  );

const frame = (move: Move, source: string, register: keyof FrameTexts, options: FrameOptions): Frame => {
  const parts = parseParts(source);
  return {
    id: `${move}:${source}`,
    move,
    source,
    parts,
    slots: [...new Set(slotNames(parts))],
    when: options.when ?? [],
    given: options.given ?? [],
    unless: options.unless ?? [],
    states: options.states ?? [],
    ...(register === "any" ? {} : { register }),
  };
};

const slotNames = (parts: readonly Part[]): readonly string[] =>
  parts.flatMap(part => {
    if (part.kind === "slot") return [part.name];
    return part.kind === "choice" ? part.options.flatMap(slotNames) : [];
  });

/** The parts of a frame text. */
export const parseParts = (source: string): readonly Part[] => {
  const { parts, at } = sequence(source, 0, false);
  if (at !== source.length) throw new Unsound(`frame has an unbalanced bracket: ${source}`);
  return parts;
};

const sequence = (source: string, start: number, inside: boolean): { parts: readonly Part[]; at: number } => {
  const parts: Part[] = [];
  let at = start;
  while (at < source.length) {
    const next = source[at]!;
    if (inside && (next === "|" || next === "]")) break;
    if (next === "[") {
      const choice = alternatives(source, at + 1);
      parts.push({ kind: "choice", options: choice.options });
      at = choice.at;
      continue;
    }
    const literal = /^[^[\]{}|]+/.exec(source.slice(at))?.[0];
    const slot = /^\{(\^?)([a-z0-9-]+)(?::(full|short))?\}/i.exec(source.slice(at));
    if (literal !== undefined) parts.push({ kind: "text", text: literal });
    else if (slot !== null)
      parts.push({
        kind: "slot",
        name: slot[2]!,
        form: (slot[3] ?? "any") as "any" | "full" | "short",
        capital: slot[1] === "^",
      });
    else throw new Unsound(`frame cannot be read at ${at}: ${source}`);
    at += literal?.length ?? slot![0].length;
  }
  return { parts, at };
};

const alternatives = (
  source: string,
  start: number,
): { options: readonly (readonly Part[])[]; at: number } => {
  const options: (readonly Part[])[] = [];
  let at = start;
  for (;;) {
    const option = sequence(source, at, true);
    options.push(option.parts);
    at = option.at + 1;
    if (source[option.at] === "]") return { options, at };
    if (source[option.at] !== "|") throw new Unsound(`frame has an unbalanced bracket: ${source}`);
  }
};
