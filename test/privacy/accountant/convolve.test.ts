import { describe, expect, it } from "vitest";
import { convolve, type Sum, type Term, tilt } from "../../../privacy/accountant/convolve.ts";
import { Unsound } from "../../../src/errors.ts";

const term = (step: number, offset: number, first: number, mass: readonly number[], count: number): Term => ({
  grid: { step, offset },
  discrete: { first, mass: Float64Array.from(mass), infinite: 0 },
  count,
});

/** Loss → mass of the sum, term by term: what a transform must give. */
const direct = (terms: readonly Term[]): Map<number, number> => {
  let all = new Map([[0, 1]]);
  let origin = 0;
  for (const { grid, discrete, count } of terms) {
    origin += count * grid.offset;
    for (let k = 0; k < count; k++) {
      const next = new Map<number, number>();
      for (const [at, mass] of all)
        discrete.mass.forEach((m, i) => {
          const place = at + discrete.first + i;
          next.set(place, (next.get(place) ?? 0) + mass * m);
        });
      all = next;
    }
  }
  return new Map([...all].map(([at, mass]) => [origin + at * terms[0]!.grid.step, mass]));
};

/** Tilted mass at a loss. */
const told = ({ mass, start, step }: Sum, loss: number): number => mass[Math.round((loss - start) / step)]!;
const untilted = (sum: Sum, loss: number): number => told(sum, loss) * Math.exp(sum.logScale - sum.t * loss);

const A = term(0.25, 0.1, -3, [0.1, 0.2, 0, 0.3, 0.15, 0.05, 0.2], 3);
const B = term(0.25, -0.05, 2, [0.6, 0.4], 2);

describe("a convolution", () => {
  it.each([0.05, 1, 4])(
    "is the sum's own, tilted by %d: every mass right, to what rounding may have taken",
    t => {
      const sum = convolve([A, B], { t, start: -3, width: 8 });
      const truth = direct([A, B]);
      expect([sum.t, sum.step]).toEqual([t, 0.25]);
      // About where it was asked to be, on the grid of the sum's losses, and at least as wide.
      expect(Math.abs(sum.start - -3)).toBeLessThanOrEqual(0.25);
      expect(sum.mass.length * sum.step).toBeGreaterThanOrEqual(8);
      expect(Math.log2(sum.mass.length) % 1).toBe(0);
      let total = 0;
      for (const [loss, mass] of truth) {
        const tilted = mass * Math.exp(t * loss - sum.logScale);
        expect(Math.abs(told(sum, loss) - tilted)).toBeLessThanOrEqual(sum.rounding);
        total += tilted;
      }
      expect(total).toBeCloseTo(1, 12);
      expect(sum.mass.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      expect(sum.rounding).toBeGreaterThan(1e-17);
      expect(sum.rounding).toBeLessThan(1e-13);
      const places = [...truth.keys()].map(loss => (loss - sum.start) / sum.step);
      for (const place of places) expect(Math.abs(place - Math.round(place))).toBeLessThan(1e-9);
    },
  );

  it("of one loss is that loss, wherever its window begins", () => {
    for (const start of [-1, 0, 0.3]) {
      const one = term(0.1, 0.02, 1, [0.5, 0.25, 0.25], 1);
      const sum = convolve([one], { t: 1, start, width: 1.2 });
      expect(sum.mass).toHaveLength(16);
      for (const [i, mass] of [0.5, 0.25, 0.25].entries()) {
        const loss = 0.02 + 0.1 * (1 + i);
        const place = Math.round((loss - sum.start) / 0.1);
        const within = ((place % 16) + 16) % 16;
        expect(sum.mass[within]! * Math.exp(sum.logScale - loss)).toBeCloseTo(mass, 12);
      }
    }
  });

  it("folds what lies beyond its window to one window away, so that no mass in it is too small", () => {
    const wide = term(0.5, 0, -20, new Array(41).fill(1 / 41), 2);
    const sum = convolve([wide], { t: 0.3, start: -2, width: 6 });
    const truth = direct([wide]);
    expect(sum.mass).toHaveLength(16);
    for (let i = 0; i < 16; i++) {
      const loss = sum.start + i * sum.step;
      let folded = 0;
      for (const [at, mass] of truth)
        if (Math.abs(((at - loss) / 8) % 1) < 1e-9) folded += mass * Math.exp(0.3 * at - sum.logScale);
      expect(sum.mass[i]!).toBeCloseTo(folded, 12);
      expect(sum.mass[i]!).toBeGreaterThanOrEqual(
        truth.get(loss)! * Math.exp(0.3 * loss - sum.logScale) - sum.rounding,
      );
    }
  });

  it("takes powers of thousands, to what rounding may have taken, which grows with them", () => {
    const coin = (count: number) => term(1, 0, 0, [0.5, 0.5], count);
    const rounding = [10, 1000, 20_000].map(count => {
      const sum = convolve([coin(count)], { t: 1e-9, start: count / 2 - 900, width: 1800 });
      // The middle binomial coefficient over 2^n, by Stirling.
      const exact = Math.sqrt(2 / (Math.PI * count)) * (1 - 1 / (4 * count) + 1 / (32 * count * count));
      expect(Math.abs(untilted(sum, count / 2) / exact - 1)).toBeLessThan(count === 10 ? 1e-4 : 1e-9);
      return sum.rounding;
    });
    expect(rounding[1]!).toBeGreaterThan(rounding[0]!);
    expect(rounding[2]!).toBeLessThan(1e-10);
  });

  it("keeps a far tail that a plain transform loses, by its tilt", () => {
    // 40 runs of a loss that is 1 with chance 0.01: all 40 of them, 1e-80.
    const rare = term(1, 0, 0, [0.99, 0.01], 40);
    const sum = convolve([rare], { t: Math.log(0.99 / 0.01), start: 0, width: 40 });
    expect(untilted(sum, 40) / 1e-80).toBeCloseTo(1, 2);
    expect(untilted(sum, 30) / (847_660_528 * 1e-60 * 0.99 ** 10)).toBeCloseTo(1, 4);
    expect(sum.rounding).toBeGreaterThan(Math.abs(told(sum, 40) - 2 ** -40));
  });

  it("of signs that change is what a spectrum of both signs gives: odd and even powers", () => {
    // At the highest frequency the transform of (0.2, 0.8) is −0.6.
    for (const count of [1, 2, 3, 4]) {
      const odd = term(1, 0, 0, [0.2, 0.8], count);
      const sum = convolve([odd], { t: 1e-12, start: 0, width: 8 });
      for (const [loss, mass] of direct([odd])) expect(untilted(sum, loss)).toBeCloseTo(mass, 12);
    }
    const both = [term(1, 0, 0, [0.2, 0.8], 3), term(1, 0, -1, [0.1, 0.2, 0.7], 2)];
    const sum = convolve(both, { t: 0.4, start: -2, width: 12 });
    for (const [loss, mass] of direct(both)) expect(untilted(sum, loss)).toBeCloseTo(mass, 12);
  });

  it("of a spectrum that is negative at its highest frequency is right for odd and even powers", () => {
    for (const count of [1, 2, 3, 4]) {
      // About its mean at 2: 0.3 − 0.7 there.
      const some = term(1, 0, 0, [0.3, 0, 0, 0.7], count);
      const sum = convolve([some], { t: 1e-12, start: 0, width: 13 });
      for (const [loss, mass] of direct([some])) expect(untilted(sum, loss)).toBeCloseTo(mass, 12);
    }
  });

  it("of a spectrum that vanishes somewhere has a finite rounding all the same", () => {
    for (const count of [1, 2, 5]) {
      const flat = term(1, 0, 0, [0.25, 0.25, 0.25, 0.25], count);
      const sum = convolve([flat], { t: 1e-15, start: 0, width: 16 });
      expect(sum.rounding).toBeGreaterThan(0);
      expect(sum.rounding).toBeLessThan(1e-13);
      for (const [loss, mass] of direct([flat])) expect(untilted(sum, loss)).toBeCloseTo(mass, 12);
    }
  });

  it("holds all of the window that was asked for, wherever that begins on the grid", () => {
    for (const width of [12.9, 13.4, 14.9, 16, 29.9])
      for (const start of [-0.5, 0.01, 0.99]) {
        const sum = convolve([term(1, 0, 0, [0.5, 0.5], 1)], { t: 1, start, width });
        expect(sum.start).toBeLessThanOrEqual(start);
        expect(sum.start + sum.mass.length - 1).toBeGreaterThanOrEqual(start + width);
      }
  });

  it("bounds its rounding by units a level for each transform and k for a k-th power, over all frequencies", () => {
    // A coin's spectrum is cos(θ/2) e^{iθ/2}, its k-th power off by k |X|^{k−1} times what the transform may lose.
    const coin = (count: number) => term(1, 0, 0, [0.5, 0.5], count);
    const size = 4096;
    const own = 5 * 12 + 4;
    const over = (g: (theta: number) => number) => {
      let sum = 0;
      for (let i = 0; i < 20_000; i++) sum += g((2 * Math.PI * (i + 0.5)) / 20_000);
      return sum / 20_000;
    };
    const x = (theta: number) => Math.abs(Math.cos(theta / 2));
    const expected = (spread: number, square: number) =>
      2 ** -52 * (spread * own + 5 * 12 * Math.sqrt(square));
    const found = (...terms: readonly Term[]) => convolve(terms, { t: 1e-12, start: -100, width: size - 3 });
    for (const k of [1, 2, 3, 7]) {
      const sum = found(coin(k));
      expect(sum.mass).toHaveLength(size);
      const spread = over(theta => k * x(theta) ** (k - 1));
      expect(
        sum.rounding /
          expected(
            spread,
            over(theta => x(theta) ** (2 * k)),
          ),
      ).toBeCloseTo(1, 3);
    }
    // In a product each value carries the other's error: |X₁| of the sum |a| + |b|, and the first's error times |X₂|.
    const both = found(coin(2), coin(3));
    const first = (theta: number) => x(theta) ** 2 * (Math.abs(Math.cos(theta)) + Math.abs(Math.sin(theta)));
    const spread = over(theta => 2 * x(theta) * x(theta) ** 3 + first(theta) * 3 * x(theta) ** 2);
    expect(
      both.rounding /
        expected(
          spread,
          over(theta => x(theta) ** 10),
        ),
    ).toBeCloseTo(1, 3);
    // A single loss has a flat spectrum: every unit counts.
    for (const k of [1, 5]) {
      const flat = found(term(1, 0, 0, [1], k));
      expect(flat.rounding / expected(k, 1)).toBeCloseTo(1, 9);
    }
    expect(found(term(1, 0, 0, [1], 2), term(1, 0, 0, [1], 3)).rounding / expected(5, 1)).toBeCloseTo(1, 9);
  });

  it("bounds it in a small transform too, where the two real frequencies weigh most", () => {
    // Of size 16 with (0.2, 0.8) and t = 0: |X| = |0.2 + 0.8 e^{iθ}|, real at 0 and at π.
    const expected = (k: number) => {
      const own = 5 * 4 + 4;
      let [spread, square] = [0, 0];
      for (let i = 0; i < 16; i++) {
        const theta = (2 * Math.PI * i) / 16;
        const x = Math.hypot(0.2 + 0.8 * Math.cos(theta), 0.8 * Math.sin(theta));
        spread += k * own * x ** (k - 1);
        square += x ** (2 * k);
      }
      return 2 ** -52 * (spread / 16 + 5 * 4 * Math.sqrt(square / 16));
    };
    for (const k of [1, 2, 3]) {
      const sum = convolve([term(1, 0, 0, [0.2, 0.8], k)], { t: 1e-15, start: 0, width: 12 });
      expect(sum.mass).toHaveLength(16);
      expect(sum.rounding / expected(k)).toBeCloseTo(1, 9);
    }
  });
});

describe("a tilt", () => {
  const grid = { step: 0.5, offset: 0.25 };
  const discrete = { first: -2, mass: Float64Array.of(0, 0.2, 0.3, 0, 0.5), infinite: 0 };

  it("weighs masses by e^{tL}, to a sum of one, and says by how much and where their mean is", () => {
    for (const t of [-1, 0, 0.7, 30]) {
      const { mass, logScale, centre } = tilt(grid, discrete, t);
      const weights = [...discrete.mass].map((m, i) => m * Math.exp(t * (0.25 + (i - 2) * 0.5)));
      const sum = weights.reduce((a, b) => a + b);
      expect(logScale).toBeCloseTo(Math.log(sum), 11);
      for (const [i, w] of weights.entries()) expect(mass[i]!).toBeCloseTo(w / sum, 13);
      expect(centre).toBe(Math.round(weights.reduce((a, w, i) => a + i * w, 0) / sum));
    }
  });

  it("neither overflows nor underflows where its masses do not", () => {
    const far = { step: 1, offset: 0 };
    const { mass, logScale } = tilt(far, { first: 900, mass: Float64Array.of(0.5, 0.5), infinite: 0 }, 3);
    expect(logScale).toBeCloseTo(2703 + Math.log(0.5 + 0.5 * Math.exp(-3)), 9);
    expect(mass[0]! + mass[1]!).toBeCloseTo(1, 14);
    const low = tilt(far, { first: -900, mass: Float64Array.of(0.5, 0.5), infinite: 0 }, 3);
    expect(low.logScale).toBeCloseTo(-2697 + Math.log(0.5 + 0.5 * Math.exp(-3)), 9);
    const many = { first: 0, mass: new Float64Array(20_000).fill(1 / 20_000), infinite: 0 };
    const tilted = tilt({ step: 1e-3, offset: 0 }, many, 50);
    expect(tilted.mass.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(tilted.logScale).toBeCloseTo(Math.log(Math.expm1(1000 / 2) / 2e4 / Math.expm1(0.05)) + 500, 6);
  });

  it("of no mass, or of masses too far apart, is refused", () => {
    expect(() => tilt(grid, { first: 0, mass: Float64Array.of(0, 0), infinite: 1 }, 1)).toThrow(Unsound);
    expect(() => tilt(grid, { first: 0, mass: Float64Array.of(Number.NaN, 1), infinite: 1 }, 1)).toThrow(
      Unsound,
    );
    // A spike between the few that are looked at first, e⁷³⁷ above them.
    const spike = new Float64Array(8192);
    spike[0] = 1e-320;
    spike[1] = 1;
    expect(() => tilt(grid, { first: 0, mass: spike, infinite: 0 }, 1e-9)).toThrow(Unsound);
  });
});
