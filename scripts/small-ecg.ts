/** The sample's ECGs as many carts store them: the eight independent leads, 250 Hz, WFDB format 16. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type EcgRecord, LEADS } from "../schemas/ecg.ts";

const STORED = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"] as const;

export const writeSmallEcg = async (folder: string, name: string, record: EcgRecord): Promise<void> => {
  const leads = STORED.map(lead => halved(record.leads[LEADS.indexOf(lead)]!));
  const samples = leads[0]!.length;
  const bytes = Buffer.alloc(2 * samples * leads.length);
  leads.forEach((lead, s) => {
    lead.forEach((value, n) => {
      bytes.writeInt16LE(value, 2 * (n * leads.length + s));
    });
  });
  const lines = [
    `${name} ${leads.length} ${record.rateHz / 2} ${samples}`,
    ...leads.map((lead, s) => `${name}.dat 16 1000/mV 16 0 ${lead[0]} ${checksum(lead)} 0 ${STORED[s]}`),
    "# SYNTHETIC: not a real patient",
    ...(record.dx.length > 0 ? [`#Dx: ${record.dx.join(",")}`] : []),
  ];
  await writeFile(join(folder, `${name}.dat`), bytes);
  await writeFile(join(folder, `${name}.hea`), `${lines.join("\n")}\n`);
};

/** Half the rate after a 5-tap binomial low-pass; microvolts. */
const halved = (lead: Float32Array): Int16Array => {
  const at = (i: number) => lead[Math.min(lead.length - 1, Math.max(0, i))]!;
  return Int16Array.from({ length: lead.length >> 1 }, (_, n) => {
    const i = 2 * n;
    return Math.round((1000 * (at(i - 2) + 4 * at(i - 1) + 6 * at(i) + 4 * at(i + 1) + at(i + 2))) / 16);
  });
};

const checksum = (lead: Int16Array): number => {
  let sum = 0;
  for (const value of lead) sum = (sum + value) | 0;
  return (sum << 16) >> 16;
};
