import { describe, expect, it } from "vitest";
import {
  concordance,
  concordanceDifference,
  studentQuantile,
  type Task,
  tallyOf,
} from "../../../src/math/concordance.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";
import { normalCdf } from "../../../src/math/special.ts";
import { auc, binomialCdf } from "../../../src/math/stats.ts";

/** Everyone on one side of every task, by a coin of the person's own. */
const tasksOf = (people: number, tasks: number, random: Rng): readonly Task[] =>
  Array.from({ length: tasks }, () => {
    const isCase = Array.from({ length: people }, () => random.chance(0.4));
    const all = Int32Array.from(isCase.keys());
    return { cases: all.filter(i => isCase[i]), others: all.filter(i => !isCase[i]) };
  });

/** Scores with a shift for cases and a part that a person has in all tasks, so that tasks depend. */
const scoresOf = (tasks: readonly Task[], people: number, shift: number, random: Rng) => {
  const own = Array.from({ length: people }, () => random.normal());
  return tasks.map(({ cases }) => {
    const has = new Set(cases);
    return Float64Array.from(own, (o, i) => (has.has(i) ? shift : 0) + (o + random.normal()) / Math.SQRT2);
  });
};

describe("concordance", () => {
  const random = rng("concordance");
  const tasks = tasksOf(120, 3, random);
  const scores = scoresOf(tasks, 120, 0.8, random);
  const tally = tallyOf(tasks, scores, 120);

  it("of one outcome is the AUC, with DeLong's interval to within a fiftieth of its width", () => {
    const [{ cases, others }] = tasks as [Task];
    const pick = (places: Int32Array) => Float64Array.from(places, i => scores[0]![i]!);
    const delong = auc(pick(cases), pick(others));
    const ours = concordance([tallyOf([tasks[0]!], [scores[0]!], 120)]);
    const width = delong.high - delong.low;
    expect(ours.value).toBeCloseTo(delong.value, 12);
    expect(Math.abs(ours.low - delong.low)).toBeLessThan(width / 50);
    expect(Math.abs(ours.high - delong.high)).toBeLessThan(width / 50);
  });

  it("of several outcomes is the share of all their pairs in order, counted one by one, ties half", () => {
    const rounded = scores.map(score => score.map(x => Math.round(2 * x)));
    let [wins, pairs] = [0, 0];
    for (const [t, { cases, others }] of tasks.entries())
      for (const i of cases)
        for (const j of others) {
          wins += (1 + Math.sign(rounded[t]![i]! - rounded[t]![j]!)) / 2;
          pairs++;
        }
    const { value, trials } = concordance([tallyOf(tasks, rounded, 120)]);
    expect(value).toBeCloseTo(wins / pairs, 12);
    expect(trials).toBe(120);
  });

  it("looks at the order of scores only, and turns round with their sign", () => {
    const bent = concordance([
      tallyOf(
        tasks,
        scores.map(s => s.map(x => Math.exp(3 * x))),
        120,
      ),
    ]);
    const turned = concordance([
      tallyOf(
        tasks,
        scores.map(s => s.map(x => -x)),
        120,
      ),
    ]);
    const plain = concordance([tally]);
    expect(bent).toEqual(plain);
    expect(turned.value).toBeCloseTo(1 - plain.value, 12);
    expect(turned.low).toBeCloseTo(1 - plain.high, 12);
  });

  it("differs from itself by nothing at all, and the other way round by the negative", () => {
    const other = tallyOf(tasks, scoresOf(tasks, 120, 0.3, rng("other")), 120);
    const same = concordanceDifference([tally], [tally]);
    expect([same.value, same.low, same.high]).toEqual([0, 0, 0]);
    const [there, back] = [concordanceDifference([tally], [other]), concordanceDifference([other], [tally])];
    expect(there.value).toBeCloseTo(-back.value, 12);
    expect(there.low).toBeCloseTo(-back.high, 12);
    expect(there.value).toBeCloseTo(concordance([tally]).value - concordance([other]).value, 12);
  });

  it("of people told apart completely has an exact interval, not none", () => {
    const perfect = tallyOf(
      tasks,
      tasks.map(({ cases }) => Float64Array.from({ length: 120 }, (_, i) => Number(cases.includes(i)))),
      120,
    );
    const { value, low, high, method } = concordance([perfect]);
    expect([value, high]).toEqual([1, 1]);
    expect(low).toBeGreaterThan(0.8);
    expect(low).toBeLessThan(1);
    expect(method).toMatch(/Clopper/);
  });

  it("is covered by its 95 % interval at least 92 times in 100, people shared by three outcomes (600 cohorts of 60, p < 1e-6)", () => {
    const truth = normalCdf(0.8 / Math.SQRT2);
    let covered = 0;
    for (let i = 0; i < 600; i++) {
      const own = rng(`cover ${i}`);
      const asked = tasksOf(60, 3, own);
      const { low, high } = concordance([tallyOf(asked, scoresOf(asked, 60, 0.8, own), 60)]);
      if (low <= truth && truth <= high) covered++;
    }
    expect(binomialCdf(covered, 600, 0.92)).toBeGreaterThan(1e-6);
  });

  it("of two sides that are the same but for their draws differs from zero at most 6 times in 100 (600 trials, p < 1e-6)", () => {
    let alarms = 0;
    for (let i = 0; i < 600; i++) {
      const own = rng(`alarm ${i}`);
      const asked = tasksOf(80, 3, own);
      const shared = scoresOf(asked, 80, 0.7, own);
      const draws = () =>
        Array.from({ length: 4 }, () =>
          tallyOf(
            asked,
            shared.map(score => score.map(x => x + 0.5 * own.normal())),
            80,
          ),
        );
      const { low, high } = concordanceDifference(draws(), draws());
      if (low > 0 || high < 0) alarms++;
    }
    expect(1 - binomialCdf(alarms - 1, 600, 0.06)).toBeGreaterThan(1e-6);
  });
});

describe("Student's quantile", () => {
  it("is that of the tables", () => {
    // R: qt(0.975, c(1, 3, 10)); qt(0.995, 5)
    expect(studentQuantile(0.95, 1)).toBeCloseTo(12.706205, 5);
    expect(studentQuantile(0.95, 3)).toBeCloseTo(3.182446, 5);
    expect(studentQuantile(0.95, 10)).toBeCloseTo(2.228139, 5);
    expect(studentQuantile(0.99, 5)).toBeCloseTo(4.032143, 5);
    expect(studentQuantile(0.95, 1e6)).toBeCloseTo(1.959966, 5);
  });
});
