import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readNpz, writeNpz } from "../../../src/labelled/npz.ts";
import { type Drawn, deltaFor } from "./made.ts";
import { arraysOf, oneHot } from "./students.ts";
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
    writeFileSync(join(folder, "real.npz"), writeNpz(arraysOf(task.train)));
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
    const pixels = made.get("images")!.bytes.slice();
    return { pixels, labels, targets: oneHot({ labels, classes }), classes, cpu: Number(child.stdout) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
