import { type EcgRecord, LEADS, type Lead } from "../../schemas/ecg.ts";
import { escaped } from "./html.ts";

export interface EcgPaperOptions {
  /** Read out in place of the drawing. */
  readonly label: string;
  /** Small print at the lower right edge. */
  readonly footer?: string;
}

/** Three rows of four leads, 2.5 s each, and lead II over the whole 10 s. */
const ROWS: readonly (readonly Lead[])[] = [
  ["I", "aVR", "V1", "V4"],
  ["II", "aVL", "V2", "V5"],
  ["III", "aVF", "V3", "V6"],
  ["II"],
];
const SECONDS = 10;

// Hundredths of a millimetre on paper: all coordinates are whole numbers.
const MM = 100;
const PER_SECOND = 25 * MM;
const STANDARD = 10 * MM;
const LEFT = 12 * MM;
const PITCH = 30 * MM;
const TOP = 25 * MM;
const WIDTH = LEFT + SECONDS * PER_SECOND + 3 * MM;
const HEIGHT = TOP + ROWS.length * PITCH - 5 * MM;

/** Points a second in the drawing: ten a millimetre. */
const DRAWN_HZ = 250;

/**
 * A 12-lead ECG on paper, as a clinician expects it: 25 mm/s, 10 mm/mV (5 where waves are tall), 1 mm and 5 mm grid, calibration pulse, 3 × 4
 * leads and a rhythm strip. Columns are consecutive in time. One SVG element, no references, no script.
 *
 * @param record  leads in millivolts; shorter recordings leave paper empty, values that are no numbers leave gaps
 */
export const ecgPaperSvg = (record: EcgRecord, options: EcgPaperOptions): string => {
  const cells = ROWS.flatMap((leads, row) =>
    leads.map((lead, column) => {
      const span = SECONDS / leads.length;
      return { lead, column, span, x: LEFT + column * span * PER_SECOND, baseline: TOP + row * PITCH };
    }),
  );
  const perMillivolt = isTall(record) ? STANDARD / 2 : STANDARD;
  const traces = cells.map(({ lead, column, span, x, baseline }) => {
    const samples = record.leads[LEADS.indexOf(lead)] ?? new Float32Array(0);
    const from = Math.round(column * span * record.rateHz);
    const part = samples.subarray(from, from + Math.round(span * record.rateHz));
    return (
      (column > 0 ? divider(x, baseline) : calibration(baseline, perMillivolt)) +
      trace(part, record.rateHz, { x, y: baseline }, perMillivolt)
    );
  });
  // Labels last: a tall R wave must not hide the name of its lead.
  const labels = cells.map(({ lead, x, baseline }) => label(lead, x, baseline));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="ecg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(options.label)}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fffafa"/>`,
    grid(MM, "#f7d5d5", 10),
    grid(5 * MM, "#eba9a9", 18),
    `<g fill="none" stroke="#14181f" stroke-width="28" stroke-linejoin="round" stroke-linecap="round" font-family="system-ui,sans-serif">`,
    ...traces,
    ...labels,
    small(`25 mm/s   ${perMillivolt / MM} mm/mV`, LEFT, "start"),
    small(options.footer ?? "synthetic", WIDTH - 3 * MM, "end"),
    "</g></svg>",
  ].join("");
};

/** Whether a wave would leave the paper above the first row, or come near the baseline of another row. */
const isTall = ({ leads }: EcgRecord): boolean =>
  leads.some(lead => lead.some(millivolts => Math.abs(millivolts) * STANDARD > TOP));

const grid = (step: number, colour: string, width: number): string => {
  const lines: string[] = [];
  for (let x = 0; x <= WIDTH; x += step) lines.push(`M${x} 0V${HEIGHT}`);
  for (let y = 0; y <= HEIGHT; y += step) lines.push(`M0 ${y}H${WIDTH}`);
  return `<path d="${lines.join("")}" stroke="${colour}" stroke-width="${width}" fill="none"/>`;
};

/** 1 mV for 0.2 s, before every row. */
const calibration = (baseline: number, perMillivolt: number): string =>
  `<path d="M${3 * MM} ${baseline}h${MM}v${-perMillivolt}h${5 * MM}v${perMillivolt}h${MM}"/>`;

const divider = (x: number, baseline: number): string =>
  `<path d="M${x} ${baseline - 3 * MM}v${6 * MM}" stroke-width="18"/>`;

const label = (lead: Lead, x: number, baseline: number): string =>
  `<text x="${x + MM}" y="${baseline - 9 * MM}" font-size="340" font-weight="600" fill="#14181f" stroke="#fffafa" stroke-width="60" paint-order="stroke">${lead}</text>`;

const small = (text: string, x: number, anchor: "start" | "end"): string =>
  `<text x="${x}" y="${HEIGHT - 2 * MM}" font-size="260" text-anchor="${anchor}" fill="#5b4646" stroke="none" xml:space="preserve">${escaped(text)}</text>`;

const trace = (
  samples: Float32Array,
  rateHz: number,
  start: { readonly x: number; readonly y: number },
  perMillivolt: number,
): string => {
  const step = Math.max(1, Math.round(rateHz / DRAWN_HZ));
  let path = "";
  let last: readonly [number, number] | undefined;
  let shown = 0;
  for (let from = 0; from < samples.length; from += step) {
    const at = farthest(samples, from, Math.min(samples.length, from + step), shown);
    const millivolts = samples[at]!;
    if (!Number.isFinite(millivolts)) {
      last = undefined;
      continue;
    }
    const point = [
      start.x + Math.round((at / rateHz) * PER_SECOND),
      start.y - Math.round(millivolts * perMillivolt),
    ] as const;
    path += last === undefined ? `M${point[0]} ${point[1]}l` : `${point[0] - last[0]} ${point[1] - last[1]} `;
    last = point;
    shown = millivolts;
  }
  return path === "" ? "" : `<path d="${path.trim().replace(/l(?=M|$)/g, "h0")}"/>`;
};

/** The sample of a bucket that moves most from the last one drawn: thinning keeps the peaks. */
const farthest = (samples: Float32Array, from: number, to: number, shown: number): number => {
  let best = from;
  for (let i = from + 1; i < to; i++)
    if (Math.abs(samples[i]! - shown) > Math.abs(samples[best]! - shown)) best = i;
  return best;
};
