import { InvalidInput } from "../errors.ts";

/** One record of a CSV file and the line it starts on, 1 = header. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Records of RFC 4180 text: commas, "quoted" cells with doubled quotes and line breaks inside, LF or CRLF, an optional
 * byte order mark. Empty lines are left out. Cells are not trimmed.
 *
 * @throws  InvalidInput naming file and line: a quote that is not closed, or text beside a quoted cell
 */
export const parseCsv = (source: string, file: string): readonly CsvRecord[] => {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let [line, start] = [1, 1];
  let at = source.startsWith("\uFEFF") ? 1 : 0;
  while (at < source.length) {
    const cell = source[at] === '"' ? quoted(source, at, { file, line }) : bare(source, at, { file, line });
    cells.push(cell.text);
    line += cell.breaks;
    at = cell.end;
    if (source[at] === ",") {
      at++;
      if (at < source.length) continue;
      cells.push("");
    }
    if (cells.length > 1 || cells[0] !== "") records.push({ line: start, cells });
    cells = [];
    if (source[at] === "\r") at++;
    at++;
    line++;
    start = line;
  }
  return records;
};

interface Cell {
  readonly text: string;
  /** Index after the cell: at a comma, a line break or the end. */
  readonly end: number;
  readonly breaks: number;
}

type At = { readonly file: string; readonly line: number };

const ENDS = /[,\r\n]/g;

const bare = (source: string, start: number, place: At): Cell => {
  ENDS.lastIndex = start;
  const end = ENDS.exec(source)?.index ?? source.length;
  if (source[end] === "\r" && source[end + 1] !== "\n" && end + 1 < source.length)
    throw new InvalidInput("must end lines with LF or CRLF", place);
  const text = source.slice(start, end);
  if (text.includes('"')) throw new InvalidInput("must quote a whole cell that holds a quote", place);
  return { text, end, breaks: 0 };
};

const quoted = (source: string, start: number, place: At): Cell => {
  let text = "";
  for (let from = start + 1; ; ) {
    const close = source.indexOf('"', from);
    if (close < 0) throw new InvalidInput("has a quote that is not closed", place);
    text += source.slice(from, close);
    if (source[close + 1] === '"') {
      text += '"';
      from = close + 2;
      continue;
    }
    const next = source[close + 1];
    if (next !== undefined && next !== "," && next !== "\r" && next !== "\n")
      throw new InvalidInput("must quote a whole cell that holds a quote", place);
    return { text, end: close + 1, breaks: text.split("\n").length - 1 };
  }
};
