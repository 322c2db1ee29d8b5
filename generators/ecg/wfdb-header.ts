import { InvalidInput } from "../../src/errors.ts";

/** One signal line of a WFDB header. Raw sample s stands for (s − baseline) / gainPerMv millivolts. */
export interface WfdbSignal {
  readonly line: number;
  readonly name: string;
  readonly fileName: string;
  readonly format: string;
  readonly byteOffset: number;
  readonly gainPerMv: number;
  readonly baseline: number;
  readonly initial?: number;
  readonly checksum?: number;
}

export interface WfdbHeader {
  readonly rateHz: number;
  /** Samples a signal; absent where the header leaves it to the file's length. */
  readonly samples?: number;
  /** ISO 8601 date, with time where given. */
  readonly recorded?: string;
  readonly signals: readonly WfdbSignal[];
  /** Comment lines without the leading `#`. */
  readonly comments: readonly { readonly line: number; readonly text: string }[];
}

/**
 * A single-segment WFDB header.
 *
 * @param text  content of the `.hea` file
 * @param file  path used in messages
 * @throws      InvalidInput naming line and rule; never a value of the file
 * @source      WFDB Applications Guide, header(5): https://physionet.org/physiotools/wag/header-5.htm
 */
export const parseHeader = (text: string, file: string): WfdbHeader => {
  const lines = text.split(/\r?\n/).map((content, i) => ({ line: i + 1, text: content.trim() }));
  const comments = lines
    .filter(({ text }) => text.startsWith("#"))
    .map(({ line, text }) => ({ line, text: text.slice(1).trim() }));
  const content = lines.filter(({ text }) => text !== "" && !text.startsWith("#"));
  const [record, ...rest] = content;
  if (record === undefined) throw new InvalidInput("the header must have a record line", { file });
  const { count, ...head } = parseRecordLine(record.text, { file, line: record.line });
  if (rest.length < count)
    throw new InvalidInput("the header must have one line for every signal it announces", { file });
  const signals = rest.slice(0, count).map(({ line, text }) => parseSignalLine(text, { file, line }));
  return { ...head, signals, comments };
};

interface At {
  readonly file: string;
  readonly line: number;
}

const parseRecordLine = (
  text: string,
  at: At,
): Omit<WfdbHeader, "signals" | "comments"> & { count: number } => {
  const [name = "", countText = "", rateText = "250", samplesText, ...stamp] = text.split(/\s+/);
  if (name.includes("/")) throw new InvalidInput("multi-segment records are not supported", at);
  const count = Number(countText);
  if (!Number.isInteger(count) || count < 1 || count > 256)
    throw new InvalidInput("the number of signals must be an integer from 1 to 256", {
      ...at,
      field: "signals",
    });
  const rateHz = Number(rateText.split(/[/(]/)[0]);
  if (!(rateHz >= 100 && rateHz <= 20_000))
    throw new InvalidInput("the sampling rate must be 100 to 20000 Hz", { ...at, field: "rate" });
  const samples = samplesText === undefined ? 0 : Number(samplesText);
  if (!Number.isInteger(samples) || samples < 0)
    throw new InvalidInput("the number of samples must be a non-negative integer", {
      ...at,
      field: "samples",
    });
  const recorded = parseStamp(stamp);
  return { count, rateHz, ...(samples > 0 && { samples }), ...(recorded && { recorded }) };
};

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Base time and date, in either order (the format says time first; the Challenge files say date first). */
const parseStamp = (parts: readonly string[]): string | undefined => {
  const time = parts.find(part => /^\d{1,2}:\d{2}:\d{2}/.test(part))?.slice(0, 8);
  const date = parts.map(part => /^(\d{1,2})[/-](\d{1,2}|[A-Za-z]{3})[/-](\d{4})$/.exec(part)).find(Boolean);
  if (!date) return undefined;
  const [, day = "", month = "", year = ""] = date;
  const number = /^\d+$/.test(month) ? Number(month) : MONTHS.indexOf(month.toLowerCase()) + 1;
  if (number < 1 || number > 12 || Number(day) < 1 || Number(day) > 31) return undefined;
  const iso = `${year}-${String(number).padStart(2, "0")}-${day.padStart(2, "0")}`;
  return time === undefined ? iso : `${iso}T${time.padStart(8, "0")}`;
};

/** Raw units in one millivolt, for the units a header may name. */
const UNITS: Readonly<Record<string, number>> = { mv: 1, uv: 1000, µv: 1000, v: 0.001 };

const parseSignalLine = (text: string, at: At): WfdbSignal => {
  const fields = text.split(/\s+/);
  const [fileName = "", formatText = "", gainText = ""] = fields;
  if (!/^[\w.-]+$/.test(fileName) || fileName.startsWith("."))
    throw new InvalidInput("a signal file must be a plain name beside the header", { ...at, field: "file" });
  const format = /^(\d+)(x1)?(\+\d+)?$/.exec(formatText);
  if (!format)
    throw new InvalidInput("the format must be a number, without skew or several samples a frame", {
      ...at,
      field: "format",
    });
  const gain = /^([-+\d.eE]+)(?:\(([-+]?\d+)\))?(?:\/(\S+))?$/.exec(gainText);
  const perUnit = gain ? Number(gain[1]) : Number.NaN;
  if (!gain || !Number.isFinite(perUnit) || perUnit === 0)
    throw new InvalidInput("the gain must be given and different from 0", { ...at, field: "gain" });
  const unit = UNITS[(gain[3] ?? "mV").toLowerCase()];
  if (unit === undefined) throw new InvalidInput("the unit must be V, mV or uV", { ...at, field: "gain" });
  const zero = optionalInteger(fields[4], at, "ADC zero");
  const initial = optionalInteger(fields[5], at, "initial value");
  const checksum = optionalInteger(fields[6], at, "checksum");
  return {
    line: at.line,
    name: fields.slice(8).join(" "),
    fileName,
    format: format[1] ?? "",
    byteOffset: Number(format[3] ?? 0),
    // Raw units a millivolt: 1000 per uV is 1000 × 1000 per mV.
    gainPerMv: perUnit * unit,
    baseline: gain[2] === undefined ? (zero ?? 0) : Number(gain[2]),
    ...(initial !== undefined && { initial }),
    ...(checksum !== undefined && { checksum }),
  };
};

const optionalInteger = (text: string | undefined, at: At, field: string): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value)) throw new InvalidInput("must be an integer", { ...at, field });
  return value;
};
