import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { EcgRecord, Lead } from "../../schemas/ecg.ts";
import { InvalidInput } from "../../src/errors.ts";
import { parseLeadName } from "./lead-names.ts";
import { INDEPENDENT_LEADS, twelveLeads } from "./leads.ts";
import { brokenLimbLeads, LIMB_LEADS, type LimbLead, limbPair, oneAndTwo } from "./limb-leads.ts";
import { checkMat4 } from "./mat4.ts";
import { resample } from "./resample.ts";
import { saturatedShare } from "./saturation.ts";
import { parseComments } from "./wfdb-comments.ts";
import type { WfdbHeader, WfdbSignal } from "./wfdb-header.ts";
import { parseHeader } from "./wfdb-header.ts";
import { checksum, decodeSamples } from "./wfdb-samples.ts";

export const RATE_HZ = 500;
const LONGEST_SECONDS = 10;
const SHORTEST_SECONDS = 5;
/** Runs of invalid samples up to this are bridged by a straight line; a longer one is an error. */
const LONGEST_GAP_SECONDS = 0.1;
/** A lead that moves less than this over the whole recording is flat. */
const FLAT_MV = 0.01;
/** A lead that stays at its highest or lowest value for more of the recording than this has hit the converter's rail. */
const MOST_SATURATED = 0.02;

/** A recording as read, with what its file said that the twelve leads no longer show. */
export interface EcgReading extends EcgRecord {
  /** Limb leads of the file that do not follow from I and II: one has a wrong name, or was recorded at another time. */
  readonly brokenLimbLeads?: readonly LimbLead[];
}

/**
 * A 12-lead WFDB recording as the project uses it: the first 10 s, 500 Hz, millivolts, leads in the order of LEADS.
 * V1 to V6 and two of the six limb leads must be there by name (any case and usual alias, "-aVR" upside down); the
 * other limb leads are derived, so that the limb identities hold. Formats 16, 24, 32, 61, 80, 212 and MATLAB v4
 * ("16+24"); every checksum of the header is verified. Invalid samples (a format's lowest value) are bridged up to
 * 0.1 s, else refused; so is a flat or saturated lead.
 *
 * @param heaPath  path of the `.hea` file
 * @param file     the same path relative to the cohort, for messages
 * @returns        12 leads × 5000 samples where the source had 10 s or more; never shorter than 5 s
 * @throws         InvalidInput naming file, line, field and rule; never a value of the record
 * @source         WFDB Applications Guide, https://physionet.org/physiotools/wag/
 */
export const readEcg = async (heaPath: string, file: string): Promise<EcgReading> => {
  const header = parseHeader(await readText(heaPath, file), file);
  const signals = namedSignals(header, file);
  const folder = { path: dirname(heaPath), shown: dirname(file) };
  const raw = new Map<WfdbSignal, Float64Array>();
  for (const fileName of new Set([...signals.values()].map(({ signal }) => signal.fileName)))
    for (const [signal, values] of await readSignalFile(header, fileName, folder)) raw.set(signal, values);
  const recorded = new Map(
    [...signals].map(([lead, { signal, sign }]) => {
      const values = raw.get(signal)!;
      return [lead, sign < 0 ? values.map(value => -value) : values] as const;
    }),
  );
  const broken = brokenLimbLeads(recorded);
  return {
    rateHz: RATE_HZ,
    leads: twelveLeads(independent(recorded, signals, header.rateHz, file)),
    ...parseComments(header.comments, file),
    ...(header.recorded !== undefined && { recorded: header.recorded }),
    ...(broken.length > 0 && { brokenLimbLeads: broken }),
  };
};

type NamedSignals = ReadonlyMap<Lead, { readonly signal: WfdbSignal; readonly sign: 1 | -1 }>;

/** The signals that are leads, each lead once, and all that are needed. */
const namedSignals = (header: WfdbHeader, file: string): NamedSignals => {
  const out = new Map<Lead, { readonly signal: WfdbSignal; readonly sign: 1 | -1 }>();
  for (const signal of header.signals) {
    const named = parseLeadName(signal.name);
    if (named === undefined) continue;
    if (out.has(named.lead))
      throw new InvalidInput("the lead must be there once", { file, field: `lead ${named.lead}` });
    out.set(named.lead, { signal, sign: named.sign });
  }
  const limbs = LIMB_LEADS.filter(lead => out.has(lead));
  if (limbPair(limbs) === undefined)
    throw new InvalidInput("the lead is missing, and two limb leads from which it follows", {
      file,
      field: `lead ${out.has("I") ? "II" : "I"}`,
    });
  const missing = INDEPENDENT_LEADS.find(lead => lead.startsWith("V") && !out.has(lead));
  if (missing !== undefined)
    throw new InvalidInput("the lead is missing", { file, field: `lead ${missing}` });
  return out;
};

/** I, II, V1 … V6 at 500 Hz; I and II from two limb leads where the file lacks them. */
const independent = (
  recorded: ReadonlyMap<Lead, Float64Array>,
  signals: NamedSignals,
  rateHz: number,
  file: string,
): readonly Float64Array[] => {
  const finished = (lead: Lead) =>
    finish(recorded.get(lead)!, rateHz, { file, field: `lead ${signals.get(lead)!.signal.name}` });
  const pair = limbPair(LIMB_LEADS.filter(lead => recorded.has(lead)))!;
  const limbs = oneAndTwo(pair, [finished(pair[0]), finished(pair[1])]);
  return [...limbs, ...INDEPENDENT_LEADS.filter(lead => lead.startsWith("V")).map(finished)];
};

const readBytes = async (path: string, file: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new InvalidInput("the file must be there and readable", { file }, { cause });
  }
};

const readText = async (path: string, file: string): Promise<string> =>
  Buffer.from(await readBytes(path, file)).toString("utf8");

/** All signals of one file in millivolts, invalid samples as NaN; checksums verified. */
const readSignalFile = async (
  header: WfdbHeader,
  fileName: string,
  folder: { readonly path: string; readonly shown: string },
): Promise<Map<WfdbSignal, Float64Array>> => {
  const file = join(folder.shown, fileName);
  const bytes = await readBytes(join(folder.path, basename(fileName)), file);
  const group = header.signals.filter(signal => signal.fileName === fileName);
  const { format, byteOffset } = group[0]!;
  if (group.some(signal => signal.format !== format || signal.byteOffset !== byteOffset))
    throw new InvalidInput("the signals of one file must share one format", { file });
  const layout = {
    format,
    byteOffset,
    signals: group.length,
    ...(header.samples !== undefined && { samples: header.samples }),
  };
  if (/\.mat$/i.test(fileName)) checkMat4(bytes, layout, file);
  const { values, missing } = decodeSamples(bytes, layout, file);
  return new Map(
    group.map((signal, s) => {
      const samples = values[s]!;
      if (signal.checksum !== undefined && checksum(samples) !== toInt16(signal.checksum))
        throw new InvalidInput("the samples do not match the checksum of the header", {
          file,
          field: `signal ${s + 1}`,
        });
      return [signal, toMillivolts(samples, signal, missing)];
    }),
  );
};

const toInt16 = (value: number): number => (value << 16) >> 16;

const toMillivolts = (samples: Int32Array, signal: WfdbSignal, missing: number): Float64Array => {
  const out = new Float64Array(samples.length);
  for (let n = 0; n < out.length; n++)
    out[n] = samples[n] === missing ? Number.NaN : (samples[n]! - signal.baseline) / signal.gainPerMv;
  return out;
};

type At = { readonly file: string; readonly field: string };

/** Crop, bridge, resample and check one lead. */
const finish = (lead: Float64Array, rateHz: number, at: At): Float64Array => {
  if (lead.length < SHORTEST_SECONDS * rateHz)
    throw new InvalidInput(`the recording must last at least ${SHORTEST_SECONDS} s`, at);
  // A little more than 10 s goes into the filter, so that its last output has neighbours.
  const kept = bridge(lead.slice(0, Math.ceil((LONGEST_SECONDS + 0.5) * rateHz)), rateHz, at);
  const out = resample(kept, rateHz, RATE_HZ).subarray(0, LONGEST_SECONDS * RATE_HZ);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of out) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high - low >= FLAT_MV)) throw new InvalidInput("the lead is flat", at);
  if (saturatedShare(kept, rateHz) > MOST_SATURATED) throw new InvalidInput("the lead is saturated", at);
  return out;
};

const bridge = (lead: Float64Array, rateHz: number, at: At): Float64Array => {
  const longest = LONGEST_GAP_SECONDS * rateHz;
  for (let n = 0; n < lead.length; n++) {
    if (!Number.isNaN(lead[n])) continue;
    let end = n;
    while (end < lead.length && Number.isNaN(lead[end])) end++;
    if (end - n > longest)
      throw new InvalidInput("the lead has more than 0.1 s of invalid samples in a row", at);
    const before = n > 0 ? lead[n - 1]! : lead[end]!;
    const after = end < lead.length ? lead[end]! : before;
    for (let i = n; i < end; i++) lead[i] = before + ((after - before) * (i - n + 1)) / (end - n + 1);
    n = end;
  }
  return lead;
};
