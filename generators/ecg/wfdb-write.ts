import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EcgRecord } from "../../schemas/ecg.ts";
import { LEADS } from "../../schemas/ecg.ts";
import { InvalidRequest } from "../../src/errors.ts";
import { encodeAtr } from "./atr.ts";
import { type Digits, digitised, GAIN_PER_MV } from "./wfdb-digits.ts";

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
  const digits = digitised(record.leads);
  // Synchronously: of three small files, a thread pool's errands cost more than the writing.
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, `${name}.dat`), digits.bytes);
  writeFileSync(join(dir, `${name}.hea`), headerText(name, record, digits, comments));
  if (record.annotations === undefined) return [`${name}.hea`, `${name}.dat`];
  writeFileSync(join(dir, `${name}.atr`), encodeAtr(record.annotations));
  return [`${name}.hea`, `${name}.dat`, `${name}.atr`];
};

const headerText = (
  name: string,
  record: EcgRecord,
  { samples, first, checksums }: Digits,
  comments: readonly string[],
): string => {
  const signals = LEADS.map(
    (lead, s) => `${name}.dat 16 ${GAIN_PER_MV}(0)/mV 16 0 ${first[s]} ${checksums[s]} 0 ${lead}`,
  );
  const known = [
    "# SYNTHETIC: not a real patient",
    ...(record.ageYears === undefined ? [] : [`#Age: ${Math.floor(record.ageYears)}`]),
    ...(record.sex === undefined ? [] : [`#Sex: ${record.sex === "female" ? "Female" : "Male"}`]),
    ...(record.dx.length === 0 ? [] : [`#Dx: ${record.dx.join(",")}`]),
  ];
  const extra = comments.map(comment => (comment.startsWith("#") ? comment : `# ${comment}`));
  const lines = [
    `${name} ${LEADS.length} ${record.rateHz} ${samples}`,
    ...signals,
    ...known,
    // What the caller repeats is written once.
    ...extra.filter(line => !known.includes(line)),
  ];
  return `${lines.join("\n")}\n`;
};
