import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readEcg } from "../../../generators/ecg/wfdb.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";

export const REAL = resolve("../shared/data/ecg/cinc2021");

export interface RealRecord {
  readonly name: string;
  /** SNOMED CT codes of the manifest. */
  readonly dx: readonly string[];
  readonly isTenSeconds: boolean;
  /**
   * The first byte of the SHA-256 of the name is even: the half on which thresholds were chosen. The other half is
   * kept for measuring.
   */
  readonly isDevelopment: boolean;
  /** Absent where the product refuses it, and why. */
  readonly record?: EcgRecord;
  readonly refused?: string;
}

/** The 217 labelled real recordings as the product reads them; undefined where they are not here. */
export const realRecords = async (): Promise<readonly RealRecord[] | undefined> => {
  const manifest = join(REAL, "manifest.csv");
  if (!existsSync(manifest)) return undefined;
  const [head = "", ...lines] = readFileSync(manifest, "utf8").trim().split(/\r?\n/);
  const columns = head.split(",");
  const out: RealRecord[] = [];
  for (const line of lines) {
    const fields = line.split(",");
    const of = (column: string) => fields[columns.indexOf(column)] ?? "";
    const known = {
      name: of("record"),
      dx: of("dx_snomed").split("|"),
      isTenSeconds: of("path").startsWith("records10s"),
      isDevelopment: createHash("sha256").update(of("record")).digest()[0]! % 2 === 0,
    };
    try {
      out.push({ ...known, record: await readEcg(join(REAL, `${of("path")}.hea`), `${known.name}.hea`) });
    } catch (error) {
      out.push({ ...known, refused: error instanceof Error ? error.message : "unknown" });
    }
  }
  return out;
};
