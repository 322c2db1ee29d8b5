import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EcgRecord } from "../../schemas/ecg.ts";
import { LEADS } from "../../schemas/ecg.ts";
import { InvalidRequest, Unsound } from "../../src/errors.ts";
import { encodeAtr } from "./atr.ts";
import { checksum } from "./wfdb-samples.ts";

/** Raw units a millivolt: one unit is 0.5 µV. */
export const GAIN_PER_MV = 2000;
/** −32768 means "no sample" in format 16. */
const HIGHEST = 32767;

/**
 * Writes a recording as WFDB: `<name>.hea` and `<name>.dat`, format 16, 2000 units a millivolt, with checksums; and
 * `<name>.atr` where its beats are marked.
 * The header always says `# SYNTHETIC: not a real patient`, then age, sex and diagnoses of the record, then the
 * given comments.
 *
 * @param dir  folder, made if needed
 * @returns    the names of the files written
 * @throws     Unsound if a sample is not finite; InvalidRequest for a name or comment the format cannot hold
 */
export const writeEcg = async (
  dir: string,
  name: string,
  record: EcgRecord,
  { comments }: { readonly comments: readonly string[] },
): Promise<string[]> => {
  if (!/^[\w-]+$/.test(name)) throw new InvalidRequest("a record name must be letters, digits, _ and - only");
  if (comments.some(comment => /[\r\n]/.test(comment)))
    throw new InvalidRequest("a header comment must be one line");
  const leads = withDerived(record.leads.map((lead, l) => digitise(lead, l < 2 ? 2 : 1)));
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, `${name}.dat`), interleave(leads));
  await writeFile(join(dir, `${name}.hea`), headerText(name, record, leads, comments));
  if (record.annotations === undefined) return [`${name}.hea`, `${name}.dat`];
  await writeFile(join(dir, `${name}.atr`), encodeAtr(record.annotations));
  return [`${name}.hea`, `${name}.dat`, `${name}.atr`];
};

/** Whole multiples of a number of raw units. */
const digitise = (lead: Float32Array, units: 1 | 2): Int16Array => {
  const out = new Int16Array(lead.length);
  // Half the range for I and II, whose difference must be written too.
  const highest = units === 2 ? (HIGHEST >> 1) & ~1 : HIGHEST;
  for (let n = 0; n < lead.length; n++) {
    const raw = units * Math.round((lead[n]! * GAIN_PER_MV) / units);
    if (!Number.isFinite(raw)) throw new Unsound("an ECG sample to write must be finite");
    out[n] = Math.max(-highest, Math.min(highest, raw));
  }
  return out;
};

/**
 * The limb leads that follow from I and II, computed from their written values. These are even, so Einthoven and
 * Goldberger hold exactly between the integers of the file, and writing what was read gives the same file.
 */
const withDerived = (leads: readonly Int16Array[]): readonly Int16Array[] => {
  const [one, two] = leads;
  if (one === undefined || two === undefined) return leads;
  const derived = [
    one.map((a, n) => two[n]! - a),
    one.map((a, n) => -(a + two[n]!) / 2),
    one.map((a, n) => a - two[n]! / 2),
    one.map((a, n) => two[n]! - a / 2),
  ];
  return [one, two, ...derived, ...leads.slice(6)];
};

const interleave = (leads: readonly Int16Array[]): Uint8Array => {
  const samples = leads[0]?.length ?? 0;
  const bytes = new Uint8Array(2 * samples * leads.length);
  const view = new DataView(bytes.buffer);
  leads.forEach((lead, s) => {
    for (let n = 0; n < samples; n++) view.setInt16(2 * (n * leads.length + s), lead[n]!, true);
  });
  return bytes;
};

const headerText = (
  name: string,
  record: EcgRecord,
  leads: readonly Int16Array[],
  comments: readonly string[],
): string => {
  const signals = leads.map(
    (lead, s) => `${name}.dat 16 ${GAIN_PER_MV}(0)/mV 16 0 ${lead[0] ?? 0} ${checksum(lead)} 0 ${LEADS[s]}`,
  );
  const known = [
    "# SYNTHETIC: not a real patient",
    ...(record.ageYears === undefined ? [] : [`#Age: ${Math.floor(record.ageYears)}`]),
    ...(record.sex === undefined ? [] : [`#Sex: ${record.sex === "female" ? "Female" : "Male"}`]),
    ...(record.dx.length === 0 ? [] : [`#Dx: ${record.dx.join(",")}`]),
  ];
  const extra = comments.map(comment => (comment.startsWith("#") ? comment : `# ${comment}`));
  const lines = [
    `${name} ${leads.length} ${record.rateHz} ${leads[0]?.length ?? 0}`,
    ...signals,
    ...known,
    // What the caller repeats is written once.
    ...extra.filter(line => !known.includes(line)),
  ];
  return `${lines.join("\n")}\n`;
};
