/** The sample's ECGs as many carts store them: the eight independent leads, 250 Hz, WFDB format 212 (12 bit). */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type EcgRecord, LEADS } from "../schemas/ecg.ts";

const STORED = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"] as const;
const GAIN = 400;

export const writeSmallEcg = async (folder: string, name: string, record: EcgRecord): Promise<void> => {
  const leads = STORED.map(lead => halved(record.leads[LEADS.indexOf(lead)]!));
  const samples = leads[0]!.length;
  const lines = [
    `${name} ${leads.length} ${record.rateHz / 2} ${samples}`,
    ...leads.map((lead, s) => `${name}.dat 212 ${GAIN}/mV 12 0 ${lead[0]} ${checksum(lead)} 0 ${STORED[s]}`),
    "# SYNTHETIC: not a real patient",
    ...(record.dx.length > 0 ? [`#Dx: ${record.dx.join(",")}`] : []),
  ];
  await writeFile(join(folder, `${name}.dat`), packed(leads));
  await writeFile(join(folder, `${name}.hea`), `${lines.join("\n")}\n`);
};

/** Half the rate after a 5-tap binomial low-pass; units of 1/400 mV, clipped to 12 bits. */
const halved = (lead: Float32Array): Int16Array => {
  const at = (i: number) => lead[Math.min(lead.length - 1, Math.max(0, i))]!;
  return Int16Array.from({ length: lead.length >> 1 }, (_, n) => {
    const i = 2 * n;
    const smooth = (at(i - 2) + 4 * at(i - 1) + 6 * at(i) + 4 * at(i + 1) + at(i + 2)) / 16;
    return Math.max(-2047, Math.min(2047, Math.round(GAIN * smooth)));
  });
};

/** Two 12-bit samples in three bytes, interleaved by lead (WFDB signal(5), format 212). */
const packed = (leads: readonly Int16Array[]): Uint8Array => {
  const samples = leads[0]!.length * leads.length;
  const at = (i: number) => leads[i % leads.length]![Math.floor(i / leads.length)]! & 0xfff;
  const bytes = new Uint8Array((samples * 3) / 2);
  for (let i = 0, b = 0; i < samples; i += 2) {
    const first = at(i);
    const second = at(i + 1);
    bytes[b++] = first & 0xff;
    bytes[b++] = (first >> 8) | ((second >> 8) << 4);
    bytes[b++] = second & 0xff;
  }
  return bytes;
};

const checksum = (lead: Int16Array): number => {
  let sum = 0;
  for (const value of lead) sum = (sum + value) | 0;
  return (sum << 16) >> 16;
};
