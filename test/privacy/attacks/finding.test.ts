import { describe, expect, it } from "vitest";
import type { Tally } from "../../../privacy/attacks/attack.ts";
import { audit } from "../../../privacy/attacks/audit.ts";
import { findings, pValue } from "../../../privacy/attacks/finding.ts";
import { leastLeak } from "../../../privacy/attacks/power.ts";
import { seal } from "../../../privacy/private.ts";
import { rng } from "../../../src/math/rng.ts";
import { world } from "./world.ts";

const tally = (train: number, holdout: number, change: Partial<Tally> = {}): Tally => ({
  attack: "copies",
  meaning: "Patients with a look-alike",
  group: "ecg",
  train: { hits: train, trials: 500 },
  holdout: { hits: holdout, trials: 500 },
  rule: "fixed",
  ...change,
});
const STRICT = { alpha: 0.01, threshold: 0.09 };
const main = (counts: Tally) => findings(counts, STRICT)[0]!;

describe("a finding", () => {
  it("is internal, whatever was counted", () => {
    const all = [tally(0, 0), tally(40, 0), tally(9, 9, { why: "no holdout" })].flatMap(counts =>
      findings(counts, STRICT),
    );
    expect(new Set(all.map(({ audience }) => audience))).toEqual(new Set(["internal"]));
  });
  it("fails on an excess that chance does not allow, passes on none, and prints what it would have seen", () => {
    expect(main(tally(40, 0)).verdict).toBe("FAIL");
    expect(main(tally(3, 3))).toMatchObject({ verdict: "PASS", threshold: 0.09 });
    expect(main(tally(3, 3)).power).toMatch(
      /^flags \d+ of 500 patients given away \(\d\.\d %\) in four of five releases$/,
    );
    expect(main(tally(3, 3)).estimate.method).toBe("Newcombe");
  });
  it("never passes a test that could not have seen the leak it clears", () => {
    const blind = tally(0, 0, { train: { hits: 0, trials: 5 }, holdout: { hits: 0, trials: 3 } });
    expect(main(blind)).toMatchObject({
      verdict: "INCONCLUSIVE",
      power: "could not have flagged a leak of any size",
    });
  });
  it("fewer hits on train than on holdout is no leak", () => expect(main(tally(1, 30)).verdict).toBe("PASS"));
});

describe("the p-value", () => {
  it("of a fixed line is Fisher's", () => {
    // scipy 1.10.1: fisher_exact([[8,492],[1,499]], 'greater')
    expect(pValue(tally(8, 1))).toBeCloseTo(0.01911044014591293, 10);
  });
  it("is exact if train and holdout are exchangeable: under no leak, P[p ≤ α] ≤ α (line at the first control, all 70 labellings of 8 people)", () => {
    let [rejected, all] = [0, 0];
    for (let mask = 0; mask < 256; mask++) {
      const labels = Array.from({ length: 8 }, (_, i) => (mask >> i) & 1);
      if (labels.reduce((sum, label) => sum + label, 0) !== 4) continue;
      const hits = labels.indexOf(0); // people ordered from most suspicious; line at the first control
      const p = pValue(
        tally(0, 0, { train: { hits, trials: 4 }, holdout: { hits: 1, trials: 4 }, rule: "control" }),
      );
      all++;
      if (p <= 0.05) rejected++;
    }
    expect(all).toBe(70);
    expect(rejected / all).toBeLessThanOrEqual(0.05);
    expect(rejected).toBe(1); // all four used people before every control: 1 in 70
  });
});

describe("the stated power", () => {
  it.each([
    ["fixed", 5],
    ["control", 5],
  ] as const)(
    "is reached: a %s test flags the stated leak in 75 to 97 % of 400 seeded draws",
    (rule, controls) => {
      const random = rng(`power ${rule}`);
      const shape = tally(controls, controls, { rule });
      const leaked = leastLeak(shape, STRICT.alpha)!;
      let flagged = 0;
      for (let i = 0; i < 400; i++) {
        const base = (trials: number) => Array.from({ length: trials }, () => random.uniform());
        const others = base(500 - leaked);
        const holdout = base(500).sort((a, b) => a - b);
        const line = rule === "fixed" ? controls / 500 : holdout[controls - 1]!;
        const train = { hits: leaked + others.filter(value => value < line).length, trials: 500 };
        const named = rule === "fixed" ? holdout.filter(value => value < line).length : controls;
        if (pValue({ ...shape, train, holdout: { hits: named, trials: 500 } }) <= STRICT.alpha) flagged++;
      }
      expect(flagged / 400).toBeGreaterThan(0.75);
      expect(flagged / 400).toBeLessThan(0.97);
    },
  );
  it("falls with a smaller holdout", () => {
    const leak = (trials: number) =>
      leastLeak(tally(1, 1, { holdout: { hits: 1, trials }, rule: "control" }), 0.01)!;
    expect(leak(50)).toBeGreaterThan(leak(500));
  });
});

describe("the audit", () => {
  const honest = world({ train: 120, holdout: 120, synthetic: 100, copied: 0 }, "honest");
  it("is INCONCLUSIVE, with the reason, where there is no holdout", () => {
    const [{ holdout: _, ...signal }] = honest.vectors as [(typeof honest.vectors)[0]];
    const { holdout: __, ...records } = honest.records!;
    const found = audit({ vectors: [signal], records }, rng(1));
    expect(found).toHaveLength(5);
    for (const finding of found) {
      expect(finding).toMatchObject({ verdict: "INCONCLUSIVE", estimate: { trials: 0 } });
      expect(finding.meaning).toMatch(/no holdout/);
    }
  });
  it("gives the same findings for the same draws", () => {
    expect(audit(honest, rng("a"))).toEqual(audit(honest, rng("a")));
  });
  it("plays four attacks on every signal and one on the records", () => {
    const metrics = audit(honest, rng(1))
      .filter(({ verdict }) => verdict !== "INFORMATION")
      .map(({ metric }) => metric);
    expect(metrics).toEqual([
      "linkage: excess rate",
      "membership of isolated patients: excess rate",
      "membership of random patients: excess rate",
      "copies: excess rate",
      "singling out: excess rate",
    ]);
  });
  it("survives empty sides, not-a-numbers, zero vectors and real duplicates", () => {
    const odd = [
      new Float64Array(4).fill(Number.NaN),
      new Float64Array(4),
      new Float64Array(4),
      Float64Array.of(1e308, 0, 0, 0),
    ];
    const group = "odd";
    for (const [train, holdout, synthetic] of [
      [odd, odd, odd],
      [[], odd, odd],
      [odd, [], odd],
      [odd, odd, []],
    ] as const)
      for (const finding of audit(
        { vectors: [{ group, train: seal(train), holdout: seal(holdout), synthetic }] },
        rng(1),
      ))
        expect(
          [finding.estimate.value, finding.estimate.low, finding.estimate.high].every(Number.isFinite),
        ).toBe(true);
  });
});
