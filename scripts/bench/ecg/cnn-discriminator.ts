import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resample } from "../../../generators/ecg/resample.ts";
import type { EcgRecord } from "../../../schemas/ecg.ts";
import { writeNpz } from "../../../src/labelled/npz.ts";
import { auc, type Interval } from "../../../src/math/stats.ts";

const RATE_HZ = 100;
const SAMPLES = 1000;

/** How well a small network (scripts/students/ecg-cnn.py) tells two sets apart; the reason, where it cannot be run. */
export const cnnDiscriminator = (
  real: readonly EcgRecord[],
  synthetic: readonly EcgRecord[],
): Interval | { readonly skipped: string } => {
  const python = process.env.STUDENT_PYTHON;
  if (!python) return { skipped: "the network: STUDENT_PYTHON names no Python with PyTorch" };
  const folder = mkdtempSync(join(tmpdir(), "semblance-bench-"));
  try {
    const path = join(folder, "sets.npz");
    writeFileSync(path, writeNpz({ real: arrayOf(real), synthetic: arrayOf(synthetic) }));
    const child = spawnSync(python, ["scripts/students/ecg-cnn.py", path], {
      encoding: "utf8",
      env: { ...process.env, OMP_NUM_THREADS: "1" },
    });
    if (child.status !== 0) return { skipped: `the network: ${child.stderr.trim().split("\n").at(-1)}` };
    const scores = JSON.parse(child.stdout) as Readonly<Record<"real" | "synthetic", readonly number[]>>;
    return auc(scores.real, scores.synthetic);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Records × 12 leads × 10 s at 100 Hz, millivolts. */
const arrayOf = (records: readonly EcgRecord[]) => {
  const values = new Float32Array(records.length * 12 * SAMPLES);
  records.forEach(({ leads, rateHz }, r) => {
    leads.forEach((lead, l) => {
      values.set(resample(Float64Array.from(lead), rateHz, RATE_HZ), (r * 12 + l) * SAMPLES);
    });
  });
  return { shape: [records.length, 12, SAMPLES], type: "f4", bytes: new Uint8Array(values.buffer) };
};
