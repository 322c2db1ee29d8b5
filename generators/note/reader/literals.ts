/** What the matches of a piece of a pattern are made of: every string it can be, or strings one of which it holds. */
interface Piece {
  readonly exact?: readonly string[];
  readonly need?: readonly string[];
}

/** A place between a letter or digit and something else; no character of the text. */
const EDGE = "\u0001";
const EMPTY: Piece = { exact: [""] };
const ANYTHING: Piece = {};
/** Beyond these a set of strings costs more than it spares. */
const MOST = { joined: 24, alternatives: 64, class: 4 } as const;

/** A character as `plain` texts have it: ASCII letters in lower case, digits; a blank for everything else. */
const plainCharacter = (character: string): string =>
  /[a-z0-9]/i.test(character) ? character.toLowerCase() : " ";

/**
 * Strings one of which stands in every match of a pattern, over the alphabet a–z, 0–9 and blank; undefined where the
 * pattern shows none of three characters or more. A blank stands at the edge of a word too: `\bMI\b` needs " mi ".
 *
 * @param pattern  without back-references
 * @source  the necessary substrings of R. Cox, "Regular Expression Matching with a Trigram Index", 2012
 */
export const literalsOf = ({ source }: RegExp): readonly string[] | undefined => {
  const { piece } = alternatives(source, 0);
  const need = needOf(piece);
  return need?.every(literal => literal.length >= 3) ? need : undefined;
};

interface Read {
  readonly piece: Piece;
  readonly at: number;
}

const alternatives = (source: string, start: number): Read => {
  const pieces: Piece[] = [];
  let at = start;
  for (;;) {
    const read = sequence(source, at);
    pieces.push(read.piece);
    if (source[read.at] !== "|") return { piece: either(pieces), at: read.at };
    at = read.at + 1;
  }
};

const either = (pieces: readonly Piece[]): Piece => {
  const exact = pieces.flatMap(piece => piece.exact ?? []);
  if (pieces.every(piece => piece.exact !== undefined) && exact.length <= MOST.alternatives)
    return { exact: [...new Set(exact)] };
  const needs = pieces.map(needOf);
  return needs.some(need => need === undefined)
    ? ANYTHING
    : { need: [...new Set(needs.flatMap(need => need!))] };
};

const sequence = (source: string, start: number): Read => {
  let at = start;
  let run: readonly string[] = [""];
  let isExact = true;
  const needs: (readonly string[])[] = [];
  while (at < source.length && source[at] !== "|" && source[at] !== ")") {
    const read = quantified(source, at);
    at = read.at;
    const { exact } = read.piece;
    if (exact !== undefined && run.length * exact.length <= MOST.joined) {
      run = run.flatMap(before => exact.map(after => before + after));
      continue;
    }
    isExact = false;
    needs.push(run.map(finished));
    const own = needOf(read.piece);
    if (own !== undefined) needs.push(own);
    run = exact === undefined ? [""] : exact;
  }
  if (isExact) return { piece: { exact: run }, at };
  const need = best([...needs, run.map(finished)]);
  return { piece: need === undefined ? ANYTHING : { need }, at };
};

const needOf = ({ exact, need }: Piece): readonly string[] | undefined =>
  exact === undefined ? need : best([exact.map(finished)]);

/** The set whose shortest string is longest, of several such the smaller one; none that holds an empty string. */
const best = (sets: readonly (readonly string[])[]): readonly string[] | undefined => {
  const shortest = (set: readonly string[]) => Math.min(...set.map(({ length }) => length));
  const [first] = sets
    .filter(set => set.length > 0 && shortest(set) > 0)
    .sort((a, b) => shortest(b) - shortest(a) || a.length - b.length);
  return first;
};

/** Edges as the blank that lies beyond them; between two characters of the run they are none. */
const finished = (run: string): string =>
  run
    .replace(new RegExp(`^${EDGE}+(?=[a-z0-9])`), " ")
    .replace(new RegExp(`(?<=[a-z0-9])${EDGE}+$`), " ")
    .replaceAll(EDGE, "");

const quantified = (source: string, start: number): Read => {
  const { piece, at } = atom(source, start);
  const quantifier = /^(?:[?*+]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(at, at + 12))?.[0];
  if (quantifier === undefined) return { piece, at };
  const end = at + quantifier.length;
  if (quantifier.startsWith("?"))
    return { piece: piece.exact === undefined ? ANYTHING : { exact: ["", ...piece.exact] }, at: end };
  const isOptional = quantifier.startsWith("*") || /^\{0/.test(quantifier);
  const need = isOptional ? undefined : needOf(piece);
  return { piece: need === undefined ? ANYTHING : { need }, at: end };
};

const atom = (source: string, at: number): Read => {
  const here = source[at]!;
  if (here === "(") return group(source, at);
  if (here === "[") return characterClass(source, at);
  if (here === "\\") return escaped(source, at);
  if (here === ".") return { piece: ANYTHING, at: at + 1 };
  if (here === "^" || here === "$") return { piece: EMPTY, at: at + 1 };
  return { piece: { exact: [plainCharacter(here)] }, at: at + 1 };
};

/** Classes that hold every word character, and that hold none. */
const NO_WORD = /^\[[^\]^]*\\w[^\]]*\]$/;
const BLANKS = /^\[(?:\\s|[^\]\\^\w-])+\]$/;

const group = (source: string, at: number): Read => {
  const opening = /^\((?:\?(?:<?[=!]|:|<\w+>))?/.exec(source.slice(at))![0];
  const inner = alternatives(source, at + opening.length);
  const end = inner.at + 1;
  if (!/[=!]$/.test(opening)) return { piece: inner.piece, at: end };
  // "Not beside a word character", "before a blank" are edges; what else stands around a match is not part of it.
  const around = source.slice(at + opening.length, inner.at);
  const isEdge = opening.endsWith("!") ? NO_WORD.test(around) : opening === "(?=" && BLANKS.test(around);
  return { piece: isEdge ? { exact: [EDGE] } : EMPTY, at: end };
};

const characterClass = (source: string, at: number): Read => {
  const whole = /^\[(?:\\.|[^\]\\])*\]/.exec(source.slice(at))![0];
  const inside = whole.slice(1, -1);
  const characters = [...inside.replace(/\\s/g, " ").replace(/-$|^-/, " ")];
  const isPlain =
    !/^\^|\\[^s]|.-./.test(inside) && new Set(characters.map(plainCharacter)).size <= MOST.class;
  const exact = [...new Set(characters.map(plainCharacter))];
  return { piece: isPlain ? { exact } : ANYTHING, at: at + whole.length };
};

const escaped = (source: string, at: number): Read => {
  const letter = source[at + 1]!;
  const property = /^\\[pP]\{[^}]*\}/.exec(source.slice(at))?.[0];
  if (property !== undefined) return { piece: ANYTHING, at: at + property.length };
  const end = at + 2;
  if (letter === "b") return { piece: { exact: [EDGE] }, at: end };
  if (letter === "s" || letter === "n") return { piece: { exact: [" "] }, at: end };
  return { piece: /[a-z0-9]/i.test(letter) ? ANYTHING : { exact: [plainCharacter(letter)] }, at: end };
};
