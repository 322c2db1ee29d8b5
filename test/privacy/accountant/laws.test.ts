import { describe, expect, it } from "vitest";
import {
  addedSample,
  gaussianLaw,
  removedSample,
  replacedSample,
  type Sampled,
} from "../../../privacy/accountant/gaussian-laws.ts";
import type { Law, Piece } from "../../../privacy/accountant/law.ts";
import * as other from "../../../privacy/accountant/other-laws.ts";
import { worstLoss } from "../../../privacy/accountant/worst-loss.ts";
import { UnsupportedEvent } from "../../../src/errors.ts";
import { LAWS, mean, pair, three } from "./laws.ts";

const close = (a: number, b: number, relative = 1e-11) => {
  expect(Number.isFinite(a), `${a} ≈ ${b}`).toBe(true);
  expect(Math.abs(a - b), `${a} ≈ ${b}`).toBeLessThanOrEqual(
    relative * Math.max(Math.abs(a), Math.abs(b), 1e-3),
  );
};
const normal = (x: number, centre: number, s: number) =>
  Math.exp(-((x - centre) ** 2) / (2 * s * s)) / (s * Math.sqrt(2 * Math.PI));
const mixture = ({ shifts, probabilities, s }: Sampled, x: number, sign = 1) =>
  shifts.reduce((sum, c, i) => sum + probabilities[i]! * normal(x, sign * c, s), 0);
const profile = (law: Law, epsilon: number) =>
  law.infinite + mean(law, l => Math.max(0, -Math.expm1(epsilon - l)));

describe.each(Object.entries(LAWS))("the loss of %s", (_name, [law, missing]) => {
  it("is a distribution under P, and weighted by e^{−l} under Q", () => {
    close(law.infinite + mean(law, () => 1), 1);
    close(
      mean(law, l => Math.exp(-l)),
      1 - missing,
      3e-11,
    );
  });

  it("is found where it is looked for, and grows along its parameter", () => {
    for (const piece of law.pieces) {
      const [from, to] = piece.range(0);
      let before = Number.NEGATIVE_INFINITY;
      for (let i = 0; i <= 40; i++) {
        const u = from / 4 + ((to - from) / 4) * (i / 40);
        const loss = piece.loss(u);
        expect(loss).toBeGreaterThanOrEqual(before);
        expect(piece.logDensityAt(u, loss)).toBe(piece.logDensity(u));
        const slope = (piece.loss(u + 1e-4) - piece.loss(u - 1e-4)) / 2e-4;
        if (slope > 1e-3)
          expect(Math.abs(piece.at(loss) - u), `at ${u}`).toBeLessThan((1e-10 * (1 + Math.abs(u))) / slope);
        before = loss;
      }
    }
  });

  it("has atoms on its lattice", () => {
    expect(law.lattice === undefined).toBe(law.atoms.length === 0);
    for (const { loss } of law.atoms) {
      const steps = (loss - law.lattice!.offset) / law.lattice!.step;
      expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-9);
    }
  });

  it("has the transform that it states", () => {
    const { transform } = law;
    if (transform === undefined) return;
    for (const t of [-0.5, 0, 0.3, 2, 7])
      for (const y of [0, 0.7, 5]) {
        const { re, im } = transform(t, y);
        const size = mean(law, l => Math.exp(t * l));
        expect(Math.abs(re - mean(law, l => Math.exp(t * l) * Math.cos(y * l) - 1))).toBeLessThan(
          1e-11 * (1 + size),
        );
        expect(Math.abs(im - mean(law, l => Math.exp(t * l) * Math.sin(y * l)))).toBeLessThan(
          1e-11 * (1 + size),
        );
      }
  });

  it("is nothing beyond its range, tilted or not, beside its peak", () => {
    for (const t of [0, 0.5, 6])
      for (const { range, logDensity, loss } of law.pieces) {
        const [from, to] = range(t);
        const at = (share: number) => {
          const u = from + share * (to - from);
          return logDensity(u) + t * loss(u);
        };
        const inside = Array.from({ length: 400 }, (_, i) => at(i / 400));
        const peak = Math.max(...inside);
        // A Gaussian density falls by e^{−722} in 38 deviations; a loss with bounds ends where it ends.
        const ends = to - from < 20 ? [] : [at(0), at(1)];
        for (const end of ends) expect(end).toBeLessThan(peak - 500);
      }
  });
});

/** None of them the pair 1 − q, q at 0 and 1, though like it. */
const MIXTURES: readonly Sampled[] = [
  { shifts: [0, 2], probabilities: [0.8, 0.2], s: 0.9 },
  { shifts: [0.5, 1], probabilities: [0.8, 0.2], s: 0.9 },
  { shifts: [0, 1, 0.5], probabilities: [0.8, 0.1, 0.1], s: 0.9 },
  { shifts: [1, 0], probabilities: [0.2, 0.8], s: 0.9 },
  { shifts: [1], probabilities: [1], s: 0.9 },
];

describe("Gaussian losses", () => {
  it("are ln P/Q of the densities, whatever is sampled", () => {
    for (const sampled of [pair(0.2, 0.9), three, pair(0.9, 2), ...MIXTURES]) {
      const [removed] = removedSample(sampled).pieces;
      const [added] = addedSample(sampled).pieces;
      for (let x = -4; x <= 4; x += 0.37) {
        const loss = Math.log(mixture(sampled, x) / normal(x, 0, sampled.s));
        close(removed!.loss(x), loss, 1e-10);
        close(Math.exp(removed!.logDensity(x)), mixture(sampled, x), 1e-10);
        close(added!.loss(-x), -loss, 1e-10);
        close(Math.exp(added!.logDensity(-x)), normal(x, 0, sampled.s), 1e-10);
      }
    }
    const [replaced] = replacedSample(0.3, 1.1).pieces;
    for (let x = -4; x <= 4; x += 0.37) {
      close(replaced!.loss(x), Math.log(mixture(pair(0.3, 1.1), x) / mixture(pair(0.3, 1.1), x, -1)), 1e-10);
      close(Math.exp(replaced!.logDensity(x)), mixture(pair(0.3, 1.1), x), 1e-10);
    }
  });

  it("keep their digits where little is sampled, and do not overflow far out", () => {
    const digits = (found: number, truth: number) => expect(Math.abs(found / truth - 1)).toBeLessThan(1e-9);
    const rare = removedSample(pair(1e-12, 1)).pieces[0]!;
    digits(rare.loss(1.5), 1e-12 * Math.expm1(1));
    const few = removedSample({ ...three, probabilities: [1 - 2e-12, 1e-12, 1e-12] }).pieces[0]!;
    digits(few.loss(0.2), 1e-12 * (Math.expm1((0.5 * (0.4 - 0.5)) / 3.38) + Math.expm1((0.4 - 1) / 3.38)));
    for (const sampled of [pair(0.2, 0.1), { ...three, s: 0.1 }, { ...MIXTURES[2]!, s: 0.1 }]) {
      const q = sampled.probabilities[sampled.shifts.indexOf(1)]!;
      const [piece] = removedSample(sampled).pieces;
      for (const x of [5, 6.5, 6.6, 50, 1e4]) {
        const far = (x - 0.5) / 0.01 + Math.log(q);
        close(piece!.loss(x), far, 1e-12);
        close(piece!.at(far), x, 1e-10);
      }
    }
  });

  it("below or above their reach lie at no parameter", () => {
    const [removed] = removedSample(pair(0.2, 0.9)).pieces;
    expect(removed!.at(Math.log(0.8) - 1e-6)).toBe(Number.NEGATIVE_INFINITY);
    const [added] = addedSample(pair(0.2, 0.9)).pieces;
    expect(added!.at(-Math.log(0.8) + 1e-6)).toBe(Number.POSITIVE_INFINITY);
    const [mixed] = removedSample(three).pieces;
    expect(mixed!.at(Math.log(0.7) - 1e-6)).toBe(Number.NEGATIVE_INFINITY);
    expect(mixed!.at(1e9)).toBe(Number.POSITIVE_INFINITY);
    const [mixedAdded] = addedSample(three).pieces;
    expect(mixedAdded!.at(-Math.log(0.7) + 1e-6)).toBe(Number.POSITIVE_INFINITY);
    const [replaced] = replacedSample(0.3, 1.1).pieces;
    for (const l of [-3, -1, 0, 1, 3]) close(replaced!.loss(replaced!.at(l)), l, 1e-10);
    close(replaced!.at(2) + replaced!.at(-2), 0, 1e-10);
  });

  it("are found at any order that a tilt may have, and their ranges follow the tilt", () => {
    const { mu, pieces } = gaussianLaw(0.5);
    expect(mu).toBe(0.5);
    expect(pieces[0]!.range(0)).toEqual([0.125 - 19, 0.125 + 19]);
    expect(pieces[0]!.range(8)).toEqual([0.125 - 19, 8.5 * 0.25 + 19]);
    expect(removedSample(three).pieces[0]!.range(3)).toEqual([-38 * 1.3, 4 + 38 * 1.3]);
    expect(addedSample(three).pieces[0]!.range(3)).toEqual([-1 - 38 * 1.3, 3 + 38 * 1.3]);
    expect(replacedSample(0.3, 2).pieces[0]!.range(3)).toEqual([-1 - 76, 1 + 6 + 76]);
    const [wide] = MIXTURES as [Sampled];
    expect(removedSample(wide).pieces[0]!.range(3)).toEqual([-38 * 0.9, 8 + 38 * 0.9]);
    expect(addedSample(wide).pieces[0]!.range(3)).toEqual([-2 - 38 * 0.9, 6 + 38 * 0.9]);
    const [piece] = removedSample(three).pieces;
    const far = 2 ** 21;
    close(piece!.at(piece!.loss(far)), far, 1e-9);
    const [replaced] = replacedSample(0.3, 1.1).pieces;
    for (const x of [far, -far]) close(replaced!.at(replaced!.loss(x)), x, 1e-9);
  });

  it("are smooth over a panel, where eight Gauss points lose no digit, and panels are no narrower than that needs", () => {
    const all = [0.5, 1, 3].flatMap(s => [
      gaussianLaw(1 / s),
      ...[pair(0.2, s), { ...three, s }, { shifts: [0, 2], probabilities: [0.8, 0.2], s }].flatMap(
        sampled => [removedSample(sampled), addedSample(sampled)],
      ),
      replacedSample(0.2, s),
    ]);
    for (const law of all) {
      const [piece] = law.pieces as [Piece];
      // `mean` takes quarters of a scale: of four times the scale, whole panels.
      const whole = { ...law, pieces: [{ ...piece, scale: 4 * piece.scale }] };
      close(
        mean(whole, () => 1),
        1,
        3e-12,
      );
      close(
        mean(whole, l => Math.exp(-l / 2)),
        mean(law, l => Math.exp(-l / 2)),
        3e-12,
      );
      // Tilted too, to orders at which losses grow by at most 0.8 a panel an order.
      for (const t of law.mu === undefined ? [3, 6] : []) {
        const [tilted, finer] = [whole, law].map(each => mean(each, l => Math.exp(t * l - 33 * t), t)) as [
          number,
          number,
        ];
        if (Number.isFinite(finer)) expect(Math.abs(tilted / finer - 1)).toBeLessThan(1e-10);
      }
      const [from, to] = piece.range(0);
      // A loss rises by at most one in 0.8 of a panel, and a deviation is 1.25 panels.
      const steepest = Math.max(
        ...[0.2, 0.5, 0.8].map(at => {
          const u = from + at * (to - from);
          return (piece.loss(u + 0.01) - piece.loss(u - 0.01)) / 0.02;
        }),
      );
      expect((to - from) / piece.scale).toBeLessThan(1.01 * Math.max(1.25 * (to - from) * 2 * steepest, 110));
    }
  });
});

describe("other losses", () => {
  it("of Laplace noise are ln P/Q of its density, atoms included", () => {
    const r = 0.8;
    // P(X ≤ 0) = ½ has loss r; P(X ≥ r) = ½e^{−r} has −r; between, l = r − 2x.
    const tails = other.laplaceLaw(r).atoms.map(({ loss, logMass }) => [loss, Math.exp(logMass)]);
    expect(tails[0]).toEqual([r, 0.5]);
    close(tails[1]![1]!, 0.5 * Math.exp(-r));
    expect(tails[1]![0]).toBe(-r);
    for (const epsilon of [0, 0.2, 0.5, 0.79])
      close(profile(other.laplaceLaw(r), epsilon), -Math.expm1((epsilon - r) / 2), 1e-3);
  });

  it("of discrete noise are ln P(x)/P(x − shift), summed over equal losses", () => {
    const brute = (logMass: (x: number) => number, shift: number) => {
      const found = new Map<string, number>();
      for (let x = -400; x <= 400; x++) {
        const loss = (logMass(x) - logMass(x - shift)).toFixed(9).replace("-0.000000000", "0.000000000");
        found.set(loss, (found.get(loss) ?? 0) + Math.exp(logMass(x)));
      }
      return found;
    };
    const told = (law: Law) => {
      const found = new Map<string, number>();
      for (const { loss, logMass } of law.atoms) {
        const key = loss.toFixed(9).replace("-0.000000000", "0.000000000");
        found.set(key, (found.get(key) ?? 0) + Math.exp(logMass));
      }
      return found;
    };
    for (const [a, shift] of [
      [0.3, 4],
      [0.6, 1],
      [1, 2],
    ] as const) {
      const expected = brute(x => Math.log(Math.tanh(a / 2)) - a * Math.abs(x), shift);
      const law = other.discreteLaplaceLaw(a, shift);
      expect(law.atoms).toHaveLength(expected.size);
      for (const [loss, mass] of told(law)) close(mass, expected.get(loss)!, 1e-9);
    }
    for (const [sigma, shift] of [
      [1.7, 1],
      [2.5, 3],
    ] as const) {
      const total = Array.from({ length: 801 }, (_, i) =>
        Math.exp(-((i - 400) ** 2) / (2 * sigma ** 2)),
      ).reduce((a, b) => a + b);
      const expected = brute(x => (-x * x) / (2 * sigma ** 2) - Math.log(total), shift);
      // Out to 38 deviations beyond the shift, on both sides alike.
      const { atoms } = other.discreteGaussianLaw(sigma, shift);
      expect((atoms.length - 1) / 2).toBeGreaterThanOrEqual(38 * sigma + shift);
      expect((atoms.length - 1) / 2).toBeLessThan(38 * sigma + shift + 4);
      expect(atoms[0]!.logMass).toBe(atoms.at(-1)!.logMass);
      for (const [loss, mass] of told(other.discreteGaussianLaw(sigma, shift)))
        if (mass > 1e-100) close(mass, expected.get(loss)!, 1e-9);
    }
  });

  it("of noise too wide to tabulate are refused", () => {
    for (const make of [
      () => other.discreteGaussianLaw(20_001, 1),
      () => other.discreteGaussianLaw(1, 1_000_001),
      () => other.discreteGaussianLaw(Number.NaN, 1),
      () => other.discreteLaplaceLaw(1, 1_000_001),
    ])
      expect(make).toThrow(UnsupportedEvent);
    expect(other.discreteLaplaceLaw(1e-6, 1_000_000).atoms).toHaveLength(1_000_001);
  });

  it("of a sample of Laplace noise are those of the mixture", () => {
    const [r, q] = [1.2, 0.25];
    const loss = (l: number) => Math.log(1 - q + q * Math.exp(l));
    const removed = other.removedSampleOf(other.laplaceLaw(r), q);
    const added = other.addedSampleOf(other.laplaceLaw(r), q);
    for (const [i, l] of [r, -r].entries()) close(removed.atoms[i]!.loss, loss(l), 1e-13);
    close(worstLoss([{ law: removed, count: 1, key: "" }]), loss(r), 1e-12);
    close(worstLoss([{ law: added, count: 1, key: "" }]), -loss(-r), 1e-12);
    for (const law of [removed, added]) {
      expect(law.lattice!.offset).toBe(Math.min(...law.atoms.map(a => a.loss)));
      close(law.lattice!.offset + law.lattice!.step, Math.max(...law.atoms.map(a => a.loss)), 1e-14);
    }
    // Hockey-stick by the densities of noise at 0 and r, on a fine grid.
    const dense = (x: number, centre: number) => Math.exp(-Math.abs(x - centre)) / 2;
    for (const epsilon of [0, 0.1, 0.3]) {
      let [up, down] = [0, 0];
      for (let x = -30 + 5e-4; x < 31; x += 1e-3) {
        const [mixed, plain] = [(1 - q) * dense(x, 0) + q * dense(x, r), dense(x, 0)];
        up += 1e-3 * Math.max(0, mixed - Math.exp(epsilon) * plain);
        down += 1e-3 * Math.max(0, plain - Math.exp(epsilon) * mixed);
      }
      close(profile(removed, epsilon), up, 1e-3);
      close(profile(added, epsilon), down, 1e-3);
    }
    const [piece] = removed.pieces;
    expect(piece!.at(Math.log(1 - q) - 1e-9)).toBe(Number.NEGATIVE_INFINITY);
    expect(added.pieces[0]!.at(-Math.log(1 - q) + 1e-9)).toBe(Number.POSITIVE_INFINITY);
  });

  it("of a claim are randomised response with an open door", () => {
    for (const [epsilon, delta] of [
      [0.9, 0.01],
      [0.2, 0],
      [3, 1e-9],
    ] as const) {
      const law = other.claimLaw(epsilon, delta);
      close(profile(law, epsilon), delta, 1e-13);
      close(profile(law, 0), delta + (1 - delta) * Math.tanh(epsilon / 2), 1e-12);
      expect(law.infinite).toBe(delta);
    }
    expect(other.claimLaw(0, 0.3)).toEqual(other.leak(0.3, 0));
    expect(other.leak(1, 0)).toEqual({ infinite: 1, atoms: [], pieces: [] });
    expect(other.leak(1.5, 0).infinite).toBe(1);
    expect(other.leak(0.25, -1)).toMatchObject({
      infinite: 0.25,
      atoms: [{ loss: -1, logMass: Math.log(0.75) }],
    });
  });

  it("of bounded range envelop randomised response on any two losses ε apart, and touch it", () => {
    const range = 1.1;
    const law = other.boundedRangeLaw(range);
    const curve = other.boundedRangeCurve(range);
    /** On {τ, τ − ε}: the chance of τ that makes Q a distribution. */
    const response = (tau: number): Law => {
      const p = (Math.exp(range) - Math.exp(tau)) / Math.expm1(range);
      return {
        infinite: 0,
        pieces: [],
        atoms: [
          { loss: tau, logMass: Math.log(p) },
          { loss: tau - range, logMass: Math.log1p(-p) },
        ],
      };
    };
    // P and Q change places with τ → ε − τ; all τ in [0, ε] are had.
    const all = Array.from({ length: 1999 }, (_, i) => response((range * (i + 1)) / 2000));
    for (const member of all.filter((_, i) => i % 200 === 50))
      close(
        mean(member, l => Math.exp(-l)),
        1,
        1e-9,
      );
    for (const epsilon of [-0.3, 0, 0.2, 0.6, 1]) {
      const most = Math.max(...all.map(member => profile(member, epsilon)));
      expect(profile(law, epsilon)).toBeGreaterThan(most - 2e-4);
      expect(profile(law, epsilon)).toBeLessThan(most + 2e-4);
    }
    for (const t of [0.1, 1, 5, 40]) {
      const most = Math.max(...all.map(member => Math.log(mean(member, l => Math.exp(t * l)))));
      expect(curve(t)).toBeGreaterThanOrEqual(most - 1e-12);
      close(curve(t), most, 2e-5);
      expect(curve(t)).toBeLessThanOrEqual(t * range);
    }
  });
});

describe("the largest loss", () => {
  const worst = (...laws: readonly Law[]) => worstLoss(laws.map(law => ({ law, count: 2, key: "" })));

  it("is counted over all runs, finite where losses have an end, and none where nothing is lost", () => {
    expect(worst()).toBe(0);
    expect(worst(other.NO_LOSS)).toBe(0);
    close(worst(other.laplaceLaw(0.8)), 1.6, 1e-12);
    expect(worst(other.laplaceLaw(0.8))).toBeGreaterThanOrEqual(1.6);
    close(worst(other.boundedRangeLaw(1.1), other.claimLaw(0.9, 0.01)), 4, 1e-12);
    close(worst(addedSample(pair(0.2, 0.9))), -2 * Math.log(0.8), 1e-12);
    expect(worst(addedSample(pair(0.2, 0.9)))).toBeGreaterThanOrEqual(-2 * Math.log(0.8));
    close(worst(other.leak(0.3, Math.log1p(-0.3))), 0, 1e-15);
    for (const law of [
      gaussianLaw(0.01),
      removedSample(pair(0.2, 0.9)),
      removedSample(pair(1e-3, 20)),
      replacedSample(0.3, 1),
    ])
      expect(worst(law)).toBe(Number.POSITIVE_INFINITY);
    expect(worstLoss([{ bound: t => t, count: 1, key: "" }])).toBe(Number.POSITIVE_INFINITY);
  });
});
