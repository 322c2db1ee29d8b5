import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Whitening } from "../../../generators/labelled/whitening.ts";
import { writeNpz } from "../../../src/labelled/npz.ts";
import { auc } from "../../../src/math/stats.ts";
import { hogStudents } from "./hog-student.ts";
import type { Drawn } from "./made.ts";
import type { Pictures, Task } from "./tasks.ts";

/** A student's score on real pictures, with hard and with soft labels; in percent, or area under the curve. */
export interface Scores {
  readonly hard?: number;
  readonly soft?: number;
}

const FOLDER = join("bench", "images");

/** `images` (n × side × side bytes) and `labels`, as .npz files hold them. */
export const arraysOf = ({ pixels, labels }: Pictures) => {
  const n = labels.length;
  const side = Math.sqrt(pixels.length / n);
  const long = new Uint8Array(8 * n);
  labels.forEach((label, i) => {
    long[8 * i] = label;
  });
  return {
    images: { shape: [n, side, side], type: "u1", bytes: pixels },
    labels: { shape: [n], type: "i8", bytes: long },
  };
};

/** Pictures in the form that students read. */
const npzOf = (name: string, pictures: Pictures, targets?: Float32Array): string => {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `${name}.npz`);
  const n = pictures.labels.length;
  writeFileSync(
    path,
    writeNpz({
      ...arraysOf(pictures),
      ...(targets && {
        probabilities: { shape: [n, targets.length / n], type: "f4", bytes: new Uint8Array(targets.buffer) },
      }),
    }),
  );
  return path;
};

/** The small network of scripts/students/cnn.py; the reason, where it cannot be run. */
export const cnnStudent = (task: Task, name: string, drawn: Drawn): Scores | { readonly skipped: string } => {
  const python = process.env.STUDENT_PYTHON;
  if (!python) return { skipped: "the network: STUDENT_PYTHON names no Python with PyTorch" };
  const train = npzOf(name, drawn, drawn.targets);
  const test = npzOf(`${task.name}-test`, task.test);
  const child = spawnSync(python, ["scripts/students/cnn.py", train, test], {
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  if (child.status !== 0) return { skipped: `the network: ${child.stderr.trim().split("\n").at(-1)}` };
  const result = JSON.parse(child.stdout) as Readonly<
    Record<"hard" | "soft", { readonly accuracy: number; readonly AUC?: number }>
  >;
  const of = ({ accuracy, AUC }: (typeof result)["hard"]) => (task.score === "AUC" ? AUC! : 100 * accuracy);
  return { hard: of(result.hard), soft: of(result.soft) };
};

/** Logistic regression on oriented gradients. */
export const regressionStudent = (task: Task, lesson: Drawn, whitening: Whitening): Scores => {
  const kinds = [oneHot(lesson), lesson.targets];
  const [hard, soft] = hogStudents(lesson, kinds, task.test, whitening).map(logits =>
    scoreOf(task, logits, lesson.classes),
  );
  return { hard: hard!, soft: soft! };
};

/** The real pictures as a lesson. */
export const realLesson = ({ train, domain }: Task): Drawn => {
  const lesson = { ...train, classes: domain.classes.length, targets: new Float32Array(0) };
  return { ...lesson, targets: oneHot(lesson) };
};

export const oneHot = ({ labels, classes }: Pick<Drawn, "labels" | "classes">): Float32Array => {
  const out = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => {
    out[i * classes + label] = 1;
  });
  return out;
};

export const scoreOf = ({ test, score }: Task, logits: Float64Array, classes: number): number => {
  const rows = Array.from(test.labels, (_, i) => logits.subarray(i * classes, (i + 1) * classes));
  if (score === "AUC") {
    const margins = rows.map(row => row[1]! - row[0]!);
    const of = (label: number) => margins.filter((_, i) => test.labels[i] === label);
    return auc(of(1), of(0)).value;
  }
  const right = rows.filter((row, i) => row.indexOf(Math.max(...row)) === test.labels[i]).length;
  return (100 * right) / rows.length;
};
