import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readNpz, writeNpz } from "../../../src/labelled/npz.ts";
import { type Drawn, deltaFor } from "./made.ts";
import type { Task } from "./tasks.ts";

/** DP-MERF of scripts/peers/dp-merf.py on the task's pictures; the reason, where it cannot be run. */
export const merf = (
  task: Task,
  epsilon: string,
  count: number,
): (Drawn & { readonly cpu: number }) | { readonly skipped: string } => {
  const python = process.env.MERF_PYTHON;
  if (!python) return { skipped: "DP-MERF: MERF_PYTHON names no Python with PyTorch" };
  const folder = mkdtempSync(join(tmpdir(), "semblance-merf-"));
  try {
    const n = task.train.labels.length;
    const side = task.domain.side;
    const long = new Uint8Array(8 * n);
    task.train.labels.forEach((label, i) => {
      long[8 * i] = label;
    });
    writeFileSync(
      join(folder, "real.npz"),
      writeNpz({
        images: { shape: [n, side, side], type: "u1", bytes: task.train.pixels },
        labels: { shape: [n], type: "i8", bytes: long },
      }),
    );
    const child = spawnSync(
      python,
      [
        "scripts/peers/dp-merf.py",
        join(folder, "real.npz"),
        join(folder, "made.npz"),
        epsilon,
        deltaFor(n),
        String(count),
      ],
      { encoding: "utf8", env: { ...process.env, OMP_NUM_THREADS: "1" } },
    );
    if (child.status !== 0) return { skipped: `DP-MERF: ${child.stderr.trim().split("\n").at(-1)}` };
    const made = readNpz(readFileSync(join(folder, "made.npz")), "made.npz");
    const labels = Uint8Array.from({ length: count }, (_, i) => made.get("labels")!.bytes[8 * i]!);
    const classes = task.domain.classes.length;
    const targets = new Float32Array(count * classes);
    labels.forEach((label, i) => {
      targets[i * classes + label] = 1;
    });
    return { pixels: made.get("images")!.bytes.slice(), labels, targets, classes, cpu: Number(child.stdout) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
