import { describe, expect, it } from "vitest";
import type { Tally } from "../../../privacy/attacks/attack.ts";
import { AUDIT_DEFAULTS, audit } from "../../../privacy/attacks/audit.ts";
import { findings, pValue } from "../../../privacy/attacks/finding.ts";
import { leastLeak } from "../../../privacy/attacks/power.ts";
import { missing, singlingOut } from "../../../privacy/attacks/singling-out.ts";
import { seal } from "../../../privacy/private.ts";
import { type Assignment, MISSING } from "../../../schemas/domain.ts";
import { rng } from "../../../src/math/rng.ts";

/** A hundred people alike but for one who has all of its own. */
const crowd = (count: number): Assignment[] =>
  Array.from({ length: count }, (_, i) => ({ a: `${i % 2}`, b: `${i % 3}`, c: `${i % 5}` }));
const ODD: Assignment = { a: "x", b: "y", c: "z" };
const play = (change: Partial<{ train: Assignment[]; holdout: Assignment[]; synthetic: Assignment[] }>) =>
  singlingOut.play(
    {
      group: "record",
      train: seal(change.train ?? crowd(60)),
      holdout: seal(change.holdout ?? crowd(60)),
      synthetic: change.synthetic ?? [...crowd(60), ODD],
    },
    rng("singling out"),
  );

describe("singling out", () => {
  it("names the one real person whom a rare combination of the synthetic data isolates, on the right side", () => {
    expect(play({ train: [...crowd(60), ODD] })).toMatchObject({
      attack: singlingOut.name,
      meaning: singlingOut.meaning,
      group: "record",
      rule: "fixed",
      train: { hits: 1, trials: 61 },
      holdout: { hits: 0, trials: 60 },
    });
    expect(play({ holdout: [...crowd(60), ODD] })).toMatchObject({
      train: { hits: 0, trials: 60 },
      holdout: { hits: 1, trials: 61 },
    });
  });
  it("names nobody if two people have the combination, or nobody has, or two synthetic records do", () => {
    expect(play({ train: [...crowd(60), ODD, ODD] }).train.hits).toBe(0);
    expect(play({ train: [...crowd(60), ODD], holdout: [...crowd(60), ODD] }).train.hits).toBe(0);
    expect(play({}).train.hits).toBe(0);
    expect(play({ train: [...crowd(60), ODD], synthetic: [...crowd(60), ODD, ODD] }).train.hits).toBe(0);
  });
  it("needs all attributes of a combination to agree", () => {
    const train = [...crowd(60), { ...ODD, c: "w" }];
    const synthetic = [...crowd(60), { a: "0", b: "y", c: "z" }];
    expect(play({ train, synthetic }).train.hits).toBe(0);
  });
  it("does not count what chance alone would meet: one common combination that is unique among few", () => {
    const pairs = (n: number): Assignment[] =>
      Array.from({ length: n }, (_, i) => ({ a: `${i % 3}`, b: `${i % 4}` }));
    expect(
      singlingOut.play(
        { group: "r", train: seal(pairs(8)), holdout: seal(pairs(8)), synthetic: pairs(12) },
        rng("common"),
      ).train.hits,
    ).toBe(0);
  });
  it("puts the first person never used on their own side", () => {
    expect(play({ holdout: [ODD, ...crowd(60)] })).toMatchObject({
      train: { hits: 0, trials: 60 },
      holdout: { hits: 1, trials: 61 },
    });
  });
  it("leaves out a combination that is unique by arrangement only: its parts are common", () => {
    const cube = Array.from({ length: 8 }, (_, i) => ({
      a: `${i & 1}`,
      b: `${(i >> 1) & 1}`,
      c: `${i >> 2}`,
    }));
    const [corner, opposite] = [cube[0]!, cube[7]!];
    expect(play({ train: [corner], holdout: [opposite, opposite], synthetic: cube }).train.hits).toBe(0);
  });
  it("tries two thousand combinations of two to eight attributes, all lengths equally likely", () => {
    const wide = [Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`attribute ${i}`, "x"]))];
    for (const [choose, width] of [
      [() => 0, 2],
      [(bound: number) => bound - 1, 8],
    ] as const) {
      const bounds: number[] = [];
      const draws = {
        integer: (bound: number) => {
          bounds.push(bound);
          return choose(bound);
        },
      };
      singlingOut.play({ group: "r", train: seal(wide), holdout: seal(wide), synthetic: wide }, draws);
      expect(bounds).toHaveLength(2000 * (2 + width));
      expect(bounds.slice(0, 2 + width)).toEqual([1, 7, ...Array.from({ length: width }, (_, i) => 12 - i)]);
    }
  });
  it("never uses what is missing", () => {
    const blank: Assignment = { a: MISSING, b: MISSING, c: MISSING };
    expect(play({ train: [...crowd(60), blank], synthetic: [...crowd(60), blank] }).train.hits).toBe(0);
  });
  it("looks at no more than 5,000 people a side", () => {
    expect(play({ train: crowd(5001) }).train.trials).toBe(5000);
    expect(play({ holdout: crowd(5002) }).holdout.trials).toBe(5000);
  });
  it("is not played with an empty side, and says which", () => {
    const none = { hits: 0, trials: 0 };
    for (const [change, why] of [
      [{ train: [] }, "no patients on the used side"],
      [{ holdout: [] }, "no holdout: without people who were never used, nothing can be compared"],
      [{ synthetic: [] }, "no synthetic items"],
    ] as const)
      expect(play(change as never)).toMatchObject({ train: none, holdout: none, why });
    expect([missing(0, 0), missing(0, 3), missing(3, 3)]).toEqual([
      "no holdout: without people who were never used, nothing can be compared",
      "no patients on the used side",
      "no synthetic items",
    ]);
  });
});

const tally = (train: number, holdout: number, change: Partial<Tally> = {}): Tally => ({
  attack: "copies",
  meaning: "Look-alikes",
  group: "ecg",
  train: { hits: train, trials: 500 },
  holdout: { hits: holdout, trials: 500 },
  rule: "fixed",
  ...change,
});

describe("a verdict", () => {
  const STRICT = { alpha: 0.01, threshold: 0.09 };
  it("at p = alpha is FAIL, just above it is not", () => {
    const p = pValue(tally(8, 1));
    expect(findings(tally(8, 1), { ...STRICT, alpha: p })[0]!.verdict).toBe("FAIL");
    expect(findings(tally(8, 1), { ...STRICT, alpha: p * 0.999 })[0]!.verdict).not.toBe("FAIL");
  });
  it("passes only if both the interval and the leak it would see lie within the threshold, ends included", () => {
    const verdict = (counts: Tally, threshold: number) =>
      findings(counts, { ...STRICT, threshold })[0]!.verdict;
    const high = (counts: Tally) => findings(counts, STRICT)[0]!.estimate.high;
    const seen = (counts: Tally) => leastLeak(counts, STRICT.alpha)! / 500;
    const wide = tally(6, 0);
    expect(seen(wide)).toBeLessThan(high(wide));
    expect(verdict(wide, high(wide))).toBe("PASS");
    expect(verdict(wide, high(wide) * 0.99)).toBe("INCONCLUSIVE");
    const blind = tally(3, 3);
    expect(high(blind)).toBeLessThan(seen(blind));
    expect(verdict(blind, seen(blind))).toBe("PASS");
    expect(verdict(blind, seen(blind) * 0.99)).toBe("INCONCLUSIVE");
  });
  it("of what was not measured holds no number and says why", () => {
    expect(findings(tally(9, 9, { why: "no holdout" }), STRICT)).toEqual([
      {
        group: "ecg",
        audience: "internal",
        metric: "copies",
        meaning: "Look-alikes. Not measured: no holdout",
        estimate: { value: 0, low: -1, high: 1, level: 0.95, method: "not measured", trials: 0 },
        verdict: "INCONCLUSIVE",
      },
    ]);
  });
  it("comes with the AUC, for information, where there is a score", () => {
    const auc = { value: 0.5, low: 0.4, high: 0.6, level: 0.95, method: "x", trials: 2 };
    const all = findings(tally(3, 3, { auc }), STRICT);
    expect(all.map(({ metric, verdict }) => [metric, verdict])).toEqual([
      ["copies: excess rate", "PASS"],
      ["copies: AUC", "INFORMATION"],
    ]);
    expect(all[1]!.estimate).toBe(auc);
    expect(all[0]!.meaning).toBe("Look-alikes (3 of 500 used, 3 of 500 not used)");
    const leak = leastLeak(tally(3, 3), STRICT.alpha)!;
    expect(all[0]!.power).toBe(
      `flags ${leak} of 500 patients given away (${(leak / 5).toFixed(1)} %) in four of five releases`,
    );
  });
});

describe("the least leak seen", () => {
  it("of a fixed line is the smallest that two exact tests in five miss no more than once", () => {
    expect(leastLeak(tally(0, 0), 0.01)).toBe(7);
    expect(leastLeak(tally(0, 0, { train: { hits: 0, trials: 6 } }), 0.01)).toBeDefined();
    expect(leastLeak(tally(0, 0, { train: { hits: 0, trials: 0 } }), 0.01)).toBeUndefined();
    expect(
      leastLeak(tally(0, 0, { train: { hits: 0, trials: 3 }, holdout: { hits: 0, trials: 3 } }), 0.01),
    ).toBeUndefined();
  });
  it("rises with the phantoms, and falls with alpha", () => {
    const leak = (hits: number, alpha = 0.01) => leastLeak(tally(hits, hits), alpha)!;
    expect(leak(20)).toBeGreaterThan(leak(5));
    expect(leak(5)).toBeGreaterThan(leak(0));
    expect(leak(5, 0.2)).toBeLessThan(leak(5, 0.001));
  });
});

describe("the audit's false-alarm rate", () => {
  it("is shared equally by the attacks played", () => {
    const people = [...crowd(60), ODD];
    const records = { group: "record", train: seal(people), holdout: seal(crowd(60)), synthetic: people };
    const p = pValue(singlingOut.play(records, rng("a")));
    const verdict = (alpha: number) =>
      audit({ vectors: [], records }, rng("a"), { alpha, threshold: 0.09 })[0]!.verdict;
    expect(verdict(p)).toBe("FAIL");
    expect(verdict(p * 0.99)).not.toBe("FAIL");
    const vectors = [{ group: "v", train: seal([]), holdout: seal([]), synthetic: [] }];
    const five = (alpha: number) =>
      audit({ vectors, records }, rng("a"), { alpha, threshold: 0.09 }).find(({ metric }) =>
        metric.startsWith("singling"),
      )!.verdict;
    expect(five(5 * p)).toBe("FAIL");
    expect(five(5 * p * 0.99)).not.toBe("FAIL");
    expect(audit({ vectors: [] }, rng("a"))).toEqual([]);
    expect(AUDIT_DEFAULTS).toEqual({ alpha: 0.05, threshold: 0.09 });
  });
  it("says of a signal that nobody has on one side which attacks were not played, and why", () => {
    const vectors = [{ group: "v", train: seal([]), holdout: seal([]), synthetic: [] }];
    const found = audit({ vectors }, rng("a"));
    expect(found.map(({ metric, group }) => [metric, group])).toEqual(
      ["linkage", "membership of isolated patients", "membership of random patients", "copies"].map(name => [
        name,
        "v",
      ]),
    );
    for (const { meaning } of found) expect(meaning).toContain("nobody on one of the three sides");
  });
});
