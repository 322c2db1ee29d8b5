/** Groups that hold no text of the document. */
const SILENT = /^\\(?:\*|fonttbl|colortbl|stylesheet|info|pict|header|footer|generator|themedata|datastore)/;
const BREAKS = new Set(["par", "line", "row", "sect", "page"]);
/** Bytes 0x80 to 0x9f of Windows-1252, which `\'hh` stands for. */
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/**
 * Text of an RTF document, in one pass: control words out, line breaks at paragraphs, characters by their codes.
 * Debris is read as far as it goes: a group that never closes ends with the text.
 *
 * @source  Rich Text Format Specification 1.9.1
 */
export const withoutRtf = (source: string): string => {
  let out = "";
  let depth = 0;
  let silentFrom: number | undefined;
  for (let at = 0; at < source.length; ) {
    const here = source[at]!;
    if (here === "{") {
      depth++;
      if (silentFrom === undefined && SILENT.test(source.slice(at + 1, at + 16))) silentFrom = depth;
      at++;
      continue;
    }
    if (here === "}") {
      if (silentFrom === depth) silentFrom = undefined;
      depth--;
      at++;
      continue;
    }
    const [words, length] = here === "\\" ? control(source, at) : [/[\r\n]/.test(here) ? "" : here, 1];
    if (silentFrom === undefined) out += words;
    at += length;
  }
  return out
    .replace(/[ \t]+/g, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .trim();
};

/** What a control word or symbol at `at` stands for, and how long it is. */
const control = (source: string, at: number): readonly [words: string, length: number] => {
  const rest = source.slice(at, at + 48);
  const byte = /^\\'([0-9a-f]{2})/i.exec(rest);
  if (byte !== null) return [letter(Number.parseInt(byte[1]!, 16)), 4];
  const code = /^\\u(-?\d{1,6}) ?\??/.exec(rest);
  if (code !== null) return [String.fromCharCode((Number(code[1]) + 65_536) % 65_536), code[0].length];
  const word = /^\\([a-z]+)-?\d* ?/i.exec(rest);
  if (word !== null) return [BREAKS.has(word[1]!) ? "\n" : word[1] === "tab" ? "\t" : "", word[0].length];
  const symbol = source[at + 1];
  if (symbol === "~") return [" ", 2];
  return [symbol !== undefined && "\\{}".includes(symbol) ? symbol : "", 2];
};

const letter = (byte: number): string =>
  byte >= 0x80 && byte <= 0x9f ? WINDOWS[byte - 0x80]! : String.fromCharCode(byte);
