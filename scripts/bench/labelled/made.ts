import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ledger } from "../../../privacy/ledger.ts";
import { seal } from "../../../privacy/private.ts";
import type { Cohort, PatientId } from "../../../schemas/cohort.ts";
import type { LabelledPatient } from "../../../schemas/labelled.ts";
import type { Release } from "../../../schemas/release.ts";
import { drawnPictures, type PictureModels, pictureModels, type Recipe } from "../../../src/labelled/draw.ts";
import { fitPictures } from "../../../src/labelled/fit.ts";
import { type PictureView, picturePlan } from "../../../src/labelled/plan.ts";
import { labelledView } from "../../../src/labelled/view.ts";
import { SOFTWARE } from "../../../src/version.ts";
import type { Lesson } from "./hog-student.ts";
import { lightOf, type Task } from "./tasks.ts";

/** CPU seconds, user and system, that a piece of work took. */
export const timed = async <T>(
  work: () => T | Promise<T>,
): Promise<{ readonly value: T; readonly cpu: number }> => {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, cpu: (user + system) / 1e6 };
};

/** The task's pictures, one patient each, as they are sealed. */
export const cohortOf = ({ train, domain }: Task, view: PictureView): Cohort<LabelledPatient> => {
  const { side } = domain;
  return new Map(
    Array.from(train.labels, (label, i) => [
      `p${i}` as PatientId,
      { views: [labelledView(view, lightOf(train.pixels, i, side), { side, label })] },
    ]),
  );
};

/** δ of DPImageBench, 1/(n ln n), or the product's limit 1/(10 n) where that is less; rounded down. */
export const deltaFor = (n: number): string =>
  (Math.floor(1e9 / (n * Math.max(10, Math.log(n)))) / 1e9).toFixed(9);

/** The budget of a task at an ε. */
export const budgetFor = ({ train }: Task, epsilon: string) => ({
  epsilon,
  delta: deltaFor(train.labels.length),
});

/** The product's plan, mechanisms, noise and ledger; the release, and the models that it gives. */
export const fitted = async (
  task: Task,
  view: PictureView,
  cohort: Cohort<LabelledPatient>,
  epsilon: string,
): Promise<{ readonly release: Release; readonly models: PictureModels }> => {
  const plan = picturePlan(task.domain, view, budgetFor(task, epsilon), task.train.labels.length);
  const folder = mkdtempSync(join(tmpdir(), "semblance-bench-"));
  try {
    const ledger = Ledger.create(join(folder, "ledger.jsonl"), plan, { software: SOFTWARE });
    const release = await fitPictures(view, ledger, seal(cohort));
    return { release, models: pictureModels(release, view) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Pictures of a recipe, as students see them. */
export interface Drawn extends Lesson {
  readonly labels: Uint8Array;
}

/**
 * @param labelling  the released classifier's, or the class that a picture was drawn from
 */
export const drawn = (
  models: PictureModels,
  { seed, recipe, count }: { readonly seed: string; readonly recipe: Recipe; readonly count: number },
  labelling: "classifier" | "drawn from" = "classifier",
): Drawn => {
  const size = models.domain.side ** 2;
  const classes = models.domain.classes.length;
  const pixels = new Uint8Array(count * size);
  const targets = new Float32Array(count * classes);
  const labels = new Uint8Array(count);
  let i = 0;
  for (const picture of drawnPictures(models, { seed, recipe, from: 0, to: count })) {
    pixels.set(picture.pixels, i * size);
    labels[i] = labelling === "classifier" ? picture.label : (picture.drawnFrom ?? picture.label);
    if (labelling === "classifier") targets.set(picture.probabilities, i * classes);
    else targets[i * classes + labels[i]!] = 1;
    i++;
  }
  return { pixels, labels, targets, classes };
};
