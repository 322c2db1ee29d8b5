import { describe, expect, it } from "vitest";
import { rng } from "../../../src/math/rng.ts";
import {
  auc,
  benjaminiHochberg,
  binomialCdf,
  binomialTest,
  clopperPearson,
  fisherGreater,
  fisherTwoSided,
  goodman,
  hypergeometricCdf,
  ksDistance,
  newcombe,
  quantile,
  totalVariation,
  wilson,
} from "../../../src/math/stats.ts";

describe("intervals of a proportion", () => {
  // scipy 1.10.1: binomtest(k, n).proportion_ci(.95, 'wilson' | 'exact')
  const cases = [
    [0, 10, 0, 0.27753279986288926, 0, 0.30849710781876294],
    [7, 50, 0.06950833427016292, 0.26186193710585537, 0.05819170033997342, 0.26739600249700846],
    [50, 50, 0.9286524008666412, 1, 0.9288782635357954, 1],
    [3, 1000, 0.0010207838811386186, 0.008783014053503173, 0.0006190999316499173, 0.008742023238657654],
  ] as const;
  it.each(cases)(
    "%i of %i agrees with scipy by Wilson and by Clopper–Pearson",
    (hits, trials, wl, wh, cl, ch) => {
      const [w, c] = [wilson({ hits, trials }), clopperPearson({ hits, trials })];
      for (const [got, expected] of [
        [w.low, wl],
        [w.high, wh],
        [c.low, cl],
        [c.high, ch],
      ] as const)
        expect(got).toBeCloseTo(expected, 12);
      expect(w).toMatchObject({ value: hits / trials, method: "Wilson", trials, level: 0.95 });
      expect(c.method).toBe("Clopper–Pearson");
    },
  );
  it("widens with the level", () => {
    // scipy 1.10.1: binomtest(3, 1000).proportion_ci(.999, 'exact')
    const { low, high } = clopperPearson({ hits: 3, trials: 1000 }, 0.999);
    expect(low).toBeCloseTo(0.0001498425280370176, 12);
    expect(high).toBeCloseTo(0.013858069267406346, 12);
  });
  it("says nothing without trials", () => {
    for (const interval of [wilson({ hits: 0, trials: 0 }), clopperPearson({ hits: 0, trials: 0 })])
      expect([interval.low, interval.high, interval.trials]).toEqual([0, 1, 0]);
  });
  it("covers the truth in at least 95 % of 2000 seeded draws (n = 30, p = 0.07; Clopper–Pearson; fails by chance < 1e-4)", () => {
    const random = rng("coverage of the exact interval");
    let covered = 0;
    for (let i = 0; i < 2000; i++) {
      let hits = 0;
      for (let j = 0; j < 30; j++) hits += random.chance(0.07) ? 1 : 0;
      const { low, high } = clopperPearson({ hits, trials: 30 });
      if (low <= 0.07 && 0.07 <= high) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.95 - 3.9 * Math.sqrt((0.95 * 0.05) / 2000));
  });
});

describe("differences and simultaneous intervals", () => {
  // Newcombe 1998, Stat. Med. 17:873, Table II, method 10, examples (a), (c), (h)
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [10, 10, 0, 10, 0.6075, 1],
  ])("%i/%i against %i/%i is Newcombe's printed interval", (a, m, b, n, low, high) => {
    const interval = newcombe({ hits: a, trials: m }, { hits: b, trials: n });
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
    expect(interval.value).toBeCloseTo(a / m - b / n, 12);
  });
  it("Goodman's intervals are score intervals at χ²(1, 1 − α/k)", () => {
    // scipy 1.10.1: Wilson's formula with z² = chi2.ppf(1 - .05/4, 1); counts 91, 49, 37, 43
    const expected = [
      [0.3342024783268433, 0.4978332073846343],
      [0.16085874764929542, 0.29988740121386964],
      [0.11455134046157951, 0.24011208358778194],
      [0.13746901341924114, 0.2702357730370221],
    ];
    goodman([91, 49, 37, 43]).forEach((interval, i) => {
      expect(interval.low).toBeCloseTo(expected[i]![0]!, 10);
      expect(interval.high).toBeCloseTo(expected[i]![1]!, 10);
    });
  });
});

describe("exact tests", () => {
  it("Fisher's test agrees with scipy, one- and two-sided", () => {
    // scipy 1.10.1: fisher_exact([[8,492],[1,499]]), ([[3,1],[1,3]]), ([[40,1960],[0,2000]])
    expect(fisherGreater({ hits: 8, trials: 500 }, { hits: 1, trials: 500 })).toBeCloseTo(
      0.01911044014591293,
      10,
    );
    expect(fisherTwoSided({ hits: 8, trials: 500 }, { hits: 1, trials: 500 })).toBeCloseTo(
      0.03822088029182586,
      10,
    );
    expect(fisherGreater({ hits: 3, trials: 4 }, { hits: 1, trials: 4 })).toBeCloseTo(
      0.24285714285714283,
      12,
    );
    expect(fisherTwoSided({ hits: 3, trials: 4 }, { hits: 1, trials: 4 })).toBeCloseTo(
      0.48571428571428565,
      12,
    );
    expect(
      fisherGreater({ hits: 40, trials: 2000 }, { hits: 0, trials: 2000 }) / 7.469072998268716e-13,
    ).toBeCloseTo(1, 6);
  });
  it("hypergeometric and binomial laws agree with scipy", () => {
    // scipy 1.10.1: hypergeom.cdf(3, 50, 10, 12), hypergeom.cdf(8, 50, 10, 12), binom.cdf(3, 20, .3)
    expect(hypergeometricCdf(3, 10, 40, 12)).toBeCloseTo(0.8209435227940288, 10);
    expect(hypergeometricCdf(8, 10, 40, 12)).toBeCloseTo(0.9999991797340512, 12);
    expect(binomialCdf(3, 20, 0.3)).toBeCloseTo(0.10708680450373087, 12);
    expect(binomialTest({ hits: 3, trials: 20 }, 0.3)).toBeCloseTo(2 * 0.10708680450373087, 12);
  });
  it("Benjamini–Hochberg gives R's p.adjust", () => {
    // R: p.adjust(c(.01, .04, .03, .005, .8), "BH")
    const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.8]);
    for (const [i, value] of [0.025, 0.05, 0.05, 0.025, 0.8].entries())
      expect(adjusted[i]).toBeCloseTo(value, 12);
  });
});

describe("distances between samples", () => {
  it("the Kolmogorov–Smirnov distance with ties agrees with scipy", () => {
    // scipy 1.10.1: ks_2samp([1,2,2,3,5,8], [2,4,4,6,9,9,10]).statistic
    expect(ksDistance([1, 2, 2, 3, 5, 8], [2, 4, 4, 6, 9, 9, 10]).value).toBeCloseTo(0.5238095238095238, 12);
  });
  it("is symmetric, and 0 for a sample against itself", () => {
    expect(ksDistance([3, 1, 2], [1, 2, 3]).value).toBe(0);
    expect(ksDistance([1, 4], [2, 3, 9]).value).toBe(ksDistance([2, 3, 9], [1, 4]).value);
  });
  it("total variation is half the sum of share differences, averaged over tables", () => {
    const table = { a: [50, 50], b: [80, 20] };
    expect(totalVariation([table]).value).toBeCloseTo(0.3, 12);
    expect(totalVariation([table, { a: [50, 50], b: [50, 50] }]).value).toBeCloseTo(0.15, 12);
  });
  it("an empty side is no distance: the interval is all of [0, 1]", () => {
    for (const interval of [totalVariation([{ a: [0, 0], b: [3, 4] }]), ksDistance([], [1])])
      expect([interval.low, interval.high]).toEqual([0, 1]);
  });
  it("both intervals cover the truth in ≥ 95 % of 500 seeded pairs (conservative bounds; fails by chance < 1e-6)", () => {
    const random = rng("distances");
    const p = [0.5, 0.3, 0.15, 0.05];
    const q = [0.3, 0.3, 0.2, 0.2];
    const counted = (weights: readonly number[]) => {
      const counts = [0, 0, 0, 0];
      for (let i = 0; i < 80; i++) counts[random.weighted(weights)]!++;
      return counts;
    };
    let missed = 0;
    for (let i = 0; i < 500; i++) {
      const tv = totalVariation([{ a: counted(p), b: counted(q) }]);
      const ks = ksDistance(
        Array.from({ length: 60 }, () => random.uniform()),
        Array.from({ length: 60 }, () => random.uniform() ** 2),
      );
      if (tv.low > 0.2 || tv.high < 0.2) missed++;
      if (ks.low > 0.25 || ks.high < 0.25) missed++; // sup |x − √x| = 1/4
    }
    expect(missed).toBeLessThanOrEqual(25);
  });
});

describe("area under the ROC curve", () => {
  it("agrees with DeLong's variance on the logit scale", () => {
    // numpy, DeLong 1988 from placements: auc 0.79762, se 0.13015631046918497, then logit ± 1.96 se/(A(1−A))
    const { value, low, high } = auc([3, 5, 6, 8, 8, 9], [1, 2, 3, 4, 6, 7, 5]);
    expect(value).toBeCloseTo(0.7976190476190477, 12);
    expect(low).toBeCloseTo(0.4479759364850048, 8);
    expect(high).toBeCloseTo(0.9503489960965242, 8);
  });
  it("complete separation keeps an honest lower limit", () => {
    const { value, low, high, method } = auc([5, 6, 7], [1, 2, 3, 4]);
    expect([value, high]).toEqual([1, 1]);
    expect(low).toBeCloseTo(0.025 ** (1 / 3), 10);
    expect(method).toBe("Clopper–Pearson on disjoint pairs");
  });
  it("turning every score around turns the area around", () => {
    const a = auc([1, 4, 4, 7], [2, 3, 4]);
    const b = auc([-1, -4, -4, -7], [-2, -3, -4]);
    expect(a.value + b.value).toBeCloseTo(1, 12);
    expect(a.low + b.high).toBeCloseTo(1, 9);
  });
});

describe("quantile", () => {
  it("is one of the values, the lower of two, whatever their order and kind of array; the values stay as they are", () => {
    const values = [40, 10, 30, 20];
    expect([0, 0.3, 0.5, 0.99, 1].map(share => quantile(values, share))).toEqual([10, 10, 20, 30, 40]);
    expect(quantile(Float64Array.from(values), 0.5)).toBe(20);
    expect(values).toEqual([40, 10, 30, 20]);
  });
});
