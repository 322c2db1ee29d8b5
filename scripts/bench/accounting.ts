/** The reference accountant beside dp-accounting: ε, tightness and time, case by case, in one run. */
import { spawnSync } from "node:child_process";
import { caseOf, casesIn } from "../../privacy/accountant/case.ts";
import { certify } from "../../privacy/accountant/certify.ts";
import { contourValue } from "../../privacy/accountant/contour.ts";
import { directionsOf } from "../../privacy/accountant/directions.ts";
import { pldBound } from "../../privacy/accountant/pld.ts";
import type { Question } from "../../privacy/accountant/saddle.ts";
import type { Bench } from "../bench.ts";

const ROUNDS = 5;
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Cases of this bench: the public tables' kinds over ranges that are used in practice. Written here, not tuned. */
const CASES = [
  ...[
    ["0.01", "1", 1000, 1e-6],
    ["0.01", "1.1", 10_000, 1e-5],
    ["0.001", "0.8", 100_000, 1e-6],
    ["0.004", "1", 15_000, 1e-5],
    ["0.02", "2", 5000, 1e-6],
    ["0.05", "0.8", 500, 1e-6],
    ["0.1", "4", 1000, 1e-5],
    ["0.1", "1.5", 50, 1e-6],
    ["0.1", "1", 1, 1e-5],
    ["0.3", "1", 20, 1e-8],
    ["0.5", "8", 500, 1e-6],
  ].map(([q, sigma, count, delta]) => ({
    mechanisms: [{ type: "poisson_subsampled_gaussian", q, sigma, count }],
    delta: Number(delta),
  })),
  ...[
    ["10", 100, 1e-6],
    ["50", 500, 1e-6],
    ["2", 5, 1e-5],
  ].map(([scale, count, delta]) => ({
    mechanisms: [{ type: "laplace", scale, count }],
    delta: Number(delta),
  })),
  {
    mechanisms: [
      { type: "poisson_subsampled_gaussian", q: "0.001", sigma: "0.8", count: 50_000 },
      { type: "laplace", scale: "100", count: 50 },
      { type: "gaussian", sigma: "50", count: 100 },
    ],
    delta: 1e-6,
  },
  { mechanisms: [{ type: "gaussian", sigma: "2", count: 1 }], delta: 1e-6, closed: true },
  { mechanisms: [{ type: "gaussian", sigma: "10", count: 100 }], delta: 1e-6, closed: true },
  { mechanisms: [{ type: "gaussian", sigma: "1", count: 20 }], delta: 1e-6, closed: true },
];

const named = ({ mechanisms }: (typeof CASES)[number]): string =>
  mechanisms
    .map(m =>
      [m.type.replace("poisson_subsampled_", "sampled "), Object.values(m).slice(1).join("/")].join(" "),
    )
    .join(" + ");

const ours = (index: number) => {
  const { mechanisms, delta } = CASES[index]!;
  const written = casesIn(
    JSON.stringify({
      id: String(index),
      neighboring: "add_remove",
      mechanisms: mechanisms.map(numeric),
      query: { ask: "epsilon", delta },
    }),
  )[0];
  const plan = caseOf(written).plan();
  const question: Question = { delta };
  const worst = (engine: (direction: ReturnType<typeof directionsOf>[number]) => number) =>
    Math.max(...directionsOf(plan).map(engine));
  return {
    pld: () => worst(direction => pldBound(direction, question).value),
    contour: () => worst(direction => contourValue(direction, question).value),
    certificate: () => certify(plan, question).upper,
  };
};

const numeric = (fields: object) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, name === "type" ? value : Number(value)]),
  );

const timed = (run: () => number): { readonly value: number; readonly ms: number } => {
  let value = run();
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    value = run();
    return performance.now() - start;
  });
  // The best of the rounds: what else the machine does only ever adds.
  return { value, ms: Math.min(...times) };
};

interface Peer {
  readonly epsilon: number;
  readonly ms: number;
}

/** dp-accounting of the interpreter named by PYTHON, or python3, right after our own run of the case. */
const peer = (index: number): Peer | undefined => {
  const { mechanisms, delta } = CASES[index]!;
  const { status, stdout } = spawnSync(
    process.env.PYTHON ?? "python3",
    ["scripts/peers/dp-accounting.py", String(ROUNDS)],
    { input: JSON.stringify({ mechanisms: mechanisms.map(numeric), delta }), encoding: "utf8" },
  );
  return status === 0 ? (JSON.parse(stdout) as Peer) : undefined;
};

const digits = (value: number, n = 3): number => Number(value.toPrecision(n));

export const accounting = async (): Promise<Bench> => {
  const rows = CASES.map((one, i) => {
    const engines = ours(i);
    const [pld, contour, whole] = [timed(engines.pld), timed(engines.contour), timed(engines.certificate)];
    const beside = peer(i);
    return {
      plan: named(one),
      closed: "closed" in one ? "yes" : "",
      value: digits(contour.value, 9),
      "PLD over value": digits(pld.value / contour.value - 1, 2),
      "peer over value": beside === undefined ? "" : digits(beside.epsilon / contour.value - 1, 2),
      "PLD ms": digits(pld.ms),
      "contour ms": digits(contour.ms),
      "certificate ms": digits(whole.ms),
      "peer ms": beside === undefined ? "" : digits(beside.ms),
      "peer / PLD": beside === undefined ? "" : digits(beside.ms / pld.ms, 2),
      "peer / certificate": beside === undefined ? "" : digits(beside.ms / whole.ms, 2),
    };
  });
  const ratios = (closed: string, column: "peer / PLD" | "peer / certificate") =>
    median(rows.filter(row => row.closed === closed).map(row => Number(row[column])));
  const isBeside = rows.every(row => row["peer ms"] !== "");
  const speed = `median of dp-accounting's time over ours: PLD engine ${ratios("", "peer / PLD")} (closed-form cases ${ratios("yes", "peer / PLD")}), whole certificate ${ratios("", "peer / certificate")} (closed-form cases ${ratios("yes", "peer / certificate")})`;
  return {
    rows,
    summary: isBeside ? [speed] : [],
    skipped: isBeside ? [] : ["dp-accounting: not importable by $PYTHON (pip install dp-accounting==0.6.0)"],
  };
};
