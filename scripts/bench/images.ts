/**
 * Labelled pictures under DPImageBench's protocol: the product's fixed settings, students trained on synthetic pictures
 * and tested on real ones. Environment, all optional: BENCH_TASKS, BENCH_EPSILONS, BENCH_DRAWS (3 unless told),
 * BENCH_PICTURES (as many as were fitted, at most 60,000), BENCH_ABLATIONS (an ε), BENCH_REAL (0: no real row), MNIST_DATA,
 * STUDENT_PYTHON (a Python with PyTorch), MERF_PYTHON (one with NumPy, for DP-MERF). The privacy noise is the system's
 * and takes no seed: another run gives other digits.
 */
import { probabilities } from "../../generators/labelled/head.ts";
import { MIXES, type PictureModels } from "../../src/labelled/draw.ts";
import { type PictureView, viewOf } from "../../src/labelled/plan.ts";
import type { Bench } from "../bench.ts";
import { nihRows } from "./images/nih-fit.ts";
import { ablations, randomDirections, towardNothing } from "./labelled/ablations.ts";
import { type Likeness, likeness } from "./labelled/likeness.ts";
import { budgetFor, cohortOf, type Drawn, drawn, fitted, timed } from "./labelled/made.ts";
import { merf } from "./labelled/merf.ts";
import { cnnStudent, realLesson, regressionStudent, type Scores, scoreOf } from "./labelled/students.ts";
import { lightOf, type Pictures, type Task, tasks } from "./labelled/tasks.ts";

const number = (variable: string, usual: number) => Number(process.env[variable] ?? usual);
const list = (variable: string, usual: readonly string[]) => process.env[variable]?.split(",") ?? usual;

type Row = Bench["rows"][number];

const NIH = "nih-64";

export const images = async (): Promise<Bench> => {
  const rows: Row[] = [];
  const skipped = new Set<string>();
  const summary: string[] = [];
  const all = tasks();
  const asked = list("BENCH_TASKS", [...all.map(({ name }) => name), NIH]);
  for (const task of all.filter(({ name }) => asked.includes(name))) {
    if ("skipped" in task) {
      skipped.add(`${task.name}: ${task.skipped}`);
      continue;
    }
    const add = (row: Row) => {
      rows.push(row);
      console.error(JSON.stringify(row));
    };
    if (task.published !== undefined) summary.push(`${task.name}, published: ${task.published}`);
    await taskRows(task, add, reason => skipped.add(reason));
  }
  if (asked.includes(NIH)) {
    const nih = await nihRows(list("BENCH_EPSILONS", ["1", "8"]), number("BENCH_DRAWS", 3));
    if (typeof nih === "string") skipped.add(nih);
    else rows.push(...nih);
  }
  return { rows, skipped: [...skipped], summary };
};

const taskRows = async (
  task: Task,
  add: (row: Row) => void,
  skip: (reason: string) => void,
): Promise<void> => {
  // Students and likeness see the same at every ε.
  const judge = viewOf(task.domain, budgetFor(task, "10"));
  const taught = (name: string, lesson: Drawn) => {
    const network = cnnStudent(task, `${task.name}-${name}`, lesson);
    if ("skipped" in network) skip(network.skipped);
    return {
      regression: regressionStudent(task, lesson, judge.whitening),
      network: "skipped" in network ? {} : network,
    };
  };
  const row = (method: string, epsilon: string, results: readonly Result[]): Row => ({
    task: task.name,
    ε: epsilon,
    method,
    draws: results.length,
    head: spread(results.map(({ head }) => head)),
    "network, hard": spread(results.map(({ network }) => network.hard)),
    "network, soft": spread(results.map(({ network }) => network.soft)),
    ...likenessOf(results[0]?.likeness),
    "HOG regression, hard": spread(results.map(({ regression }) => regression.hard)),
    "HOG regression, soft": spread(results.map(({ regression }) => regression.soft)),
    "fit, CPU s": spread(results.map(({ fit }) => fit)),
    "20,000 pictures, CPU s": spread(results.map(({ draw }) => draw)),
  });
  if (process.env.BENCH_REAL !== "0")
    add(
      row("real pictures", "∞", [
        { ...taught("real", realLesson(task)), likeness: likenessTo(task, task.train, judge) },
      ]),
    );
  const count = number("BENCH_PICTURES", Math.min(60_000, task.train.labels.length));
  for (const epsilon of list("BENCH_EPSILONS", task.epsilons)) {
    const view = viewOf(task.domain, budgetFor(task, epsilon));
    const read = await timed(() => cohortOf(task, view));
    const results: Result[] = [];
    for (let draw = 0; draw < number("BENCH_DRAWS", 3); draw++) {
      const fit = await timed(() => fitted(task, view, read.value, epsilon));
      const made = await timed(() =>
        drawn(fit.value.models, { seed: String(draw), recipe: MIXES.training, count }),
      );
      results.push({
        ...taught(`${epsilon}-${draw}`, made.value),
        head: headScore(task, fit.value.models),
        ...(draw === 0 && { likeness: likenessTo(task, picturesOf(fit.value.models), judge) }),
        fit: read.cpu + fit.cpu,
        draw: (made.cpu * 20_000) / count,
      });
      if (draw === 0 && process.env.BENCH_ABLATIONS === epsilon) {
        const ablated = (name: string, lesson: Drawn) =>
          add(row(name, epsilon, [taught(`${epsilon}-${name.replaceAll(/\W+/g, "-")}`, lesson)]));
        for (const [name, lesson] of ablations(fit.value, count)) ablated(name, lesson);
        for (const [name, other] of [
          ["shrunk to zero", towardNothing(view)],
          ["random directions, lifted by their transpose", randomDirections(view)],
        ] as const) {
          const { models } = await fitted(task, other, read.value, epsilon);
          ablated(name, drawn(models, { seed: "0", recipe: MIXES.training, count }));
        }
      }
    }
    add(row("semblance", epsilon, results));
    const peer = merf(task, epsilon, count);
    if ("skipped" in peer) skip(peer.skipped);
    else add(row("DP-MERF", epsilon, [{ ...taught(`merf-${epsilon}`, peer), fit: peer.cpu }]));
  }
};

interface Result {
  readonly network: Scores;
  readonly regression: Scores;
  readonly head?: number;
  readonly fit?: number;
  readonly draw?: number;
  readonly likeness?: Likeness;
}

/** Of the pictures that are to be looked at, against the real ones that judge. */
const likenessTo = ({ test, domain }: Task, made: Pictures, { whitening }: PictureView): Likeness =>
  likeness(test, made, domain.side, whitening);

const picturesOf = (models: PictureModels): Pictures =>
  drawn(models, { seed: "likeness", recipe: MIXES.pictures, count: 2000 });

const likenessOf = (found: Likeness | undefined): Row =>
  found === undefined
    ? {}
    : {
        "Fréchet, HOG": found.frechet.toFixed(1),
        "precision / recall": `${found.precision.toFixed(2)} / ${found.recall.toFixed(2)}`,
      };

/** The released classifier itself on real pictures: what no student of it can be expected to pass by much. */
const headScore = (task: Task, { head, view, moments }: PictureModels): number => {
  const allowed = moments.map(({ supported }) => supported);
  const classes = task.domain.classes.length;
  const out = new Float64Array(task.test.labels.length * classes);
  for (let i = 0; i < task.test.labels.length; i++) {
    const x = view.whitening.of(lightOf(task.test.pixels, i, task.domain.side));
    out.set(probabilities(head, x, allowed), i * classes);
  }
  return scoreOf(task, out, classes);
};

/** Mean ± standard deviation over draws. */
const spread = (values: readonly (number | undefined)[]): string => {
  const known = values.filter(value => value !== undefined);
  if (known.length === 0) return "";
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const digits = Math.abs(mean) < 2 ? 3 : 1;
  if (known.length === 1) return mean.toFixed(digits);
  const deviation = Math.sqrt(
    known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1),
  );
  return `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
};
