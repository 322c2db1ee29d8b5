/**
 * The rule-based reader on the labelled real recordings: sensitivity and specificity of every label, on the half kept
 * for measuring and on the half on which thresholds were chosen. The labels are of five sources and not complete:
 * a finding that a source does not code counts as absent.
 */
import type { ReaderLabel } from "../../../generators/ecg/reader/label.ts";
import { readLabels } from "../../../generators/ecg/reader/read.ts";
import type { Bench } from "../../bench.ts";
import { LABEL_CODES, type LabelCodes } from "./label-codes.ts";
import { realRecords } from "./real-records.ts";

interface Read {
  readonly dx: readonly string[];
  readonly labels: readonly ReaderLabel[];
}

export const reader = async (): Promise<Bench> => {
  const all = await realRecords();
  if (all === undefined) return { rows: [], skipped: ["the real recordings are not here"] };
  const read = all.map(({ record, ...rest }) => ({ ...rest, labels: record && readLabels(record) }));
  const known = read.flatMap(({ dx, labels, isDevelopment }) =>
    labels === undefined ? [] : [{ dx, labels, isDevelopment }],
  );
  const kept = known.filter(({ isDevelopment }) => !isDevelopment);
  const development = known.filter(({ isDevelopment }) => isDevelopment);
  const rows = Object.entries(LABEL_CODES).map(([label, codes]) => ({
    label,
    ...named("kept", counted(kept, codes)),
    ...named("development", counted(development, codes)),
    ...named("all", counted(known, codes)),
  }));
  const refused = read.filter(({ refused }) => refused !== undefined).length;
  return {
    rows,
    skipped: [],
    summary: [
      `${read.length} recordings: ${known.length} read (${kept.length} kept, ${development.length} development), ${refused} refused by the product, ${read.length - known.length - refused} without three alike beats, QRS or T`,
    ],
  };
};

const counted = (recordings: readonly Read[], { read, codes, open = [], among }: LabelCodes) => {
  const out = { found: 0, have: 0, clear: 0, lack: 0 };
  for (const { dx, labels } of recordings) {
    const says = read.some(label => labels.includes(label));
    if (dx.some(code => codes.includes(code))) {
      out.have++;
      if (says) out.found++;
    } else if (!dx.some(code => open.includes(code)) && (among?.some(code => dx.includes(code)) ?? true)) {
      out.lack++;
      if (!says) out.clear++;
    }
  }
  return out;
};

const named = (half: string, { found, have, clear, lack }: ReturnType<typeof counted>) => ({
  [`${half}: sensitivity`]: have > 0 ? `${found}/${have}` : "–",
  [`${half}: specificity`]: `${clear}/${lack} ${((100 * clear) / lack).toFixed(1)} %`,
});
