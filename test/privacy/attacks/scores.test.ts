import { describe, expect, it } from "vitest";
import { drawn, type Evidence } from "../../../privacy/attacks/attack.ts";
import { copies } from "../../../privacy/attacks/copies.ts";
import { findings } from "../../../privacy/attacks/finding.ts";
import { linkage } from "../../../privacy/attacks/linkage.ts";
import { membershipIsolated, membershipRandom } from "../../../privacy/attacks/membership.ts";
import { NEIGHBOURS, type Neighbourhood, neighbourhood } from "../../../privacy/attacks/neighbourhood.ts";
import { beyondControls, nearness } from "../../../privacy/attacks/scores.ts";
import { seal } from "../../../privacy/private.ts";
import { rng } from "../../../src/math/rng.ts";

const at = (...values: readonly number[]) => values.map(value => Float64Array.of(value));
const line = (
  from: Partial<Record<"train" | "holdout" | "synthetic", readonly number[]>>,
): Evidence<Float64Array> => ({
  group: "line",
  train: seal(at(...(from.train ?? [0]))),
  holdout: seal(at(...(from.holdout ?? [100]))),
  synthetic: at(...(from.synthetic ?? [50])),
});
/** Draws that must not be asked for. */
const NO_DRAWS = {
  integer: () => {
    throw new Error("nothing is to be drawn here");
  },
};
const INFINITE = Number.POSITIVE_INFINITY;

/** A scene of targets with one real and one synthetic distance each, the same to all five neighbours. */
const scene = (
  targets: readonly (readonly [member: 0 | 1, real: number, synthetic: number])[],
): Neighbourhood => ({
  group: "scene",
  member: Uint8Array.from(targets, ([member]) => member),
  real: Float64Array.from(targets.flatMap(([, real]) => Array<number>(NEIGHBOURS).fill(real))),
  synthetic: Float64Array.from(
    targets.flatMap(([, , synthetic]) => Array<number>(NEIGHBOURS).fill(synthetic)),
  ),
});

describe("drawing without replacement", () => {
  it("gives all, in order, where there are few enough, and draws nothing", () => {
    expect(drawn([3, 1, 2], 3, NO_DRAWS)).toEqual([3, 1, 2]);
    expect(drawn([], 0, NO_DRAWS)).toEqual([]);
  });
  it("gives distinct items, as many as asked", () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const some = drawn(items, 20, rng("draw"));
    expect(new Set(some).size).toBe(20);
    expect(some.every(item => items.includes(item))).toBe(true);
    expect(drawn(["a", "b", "c"], 2, { integer: () => 0 })).toEqual(["a", "b"]);
    expect(drawn(["a", "b", "c"], 2, { integer: bound => bound - 1 })).toEqual(["c", "a"]);
  });
  it("draws every item equally often (2e4 draws of 2 from 5, fixed seed, 6 standard errors)", () => {
    const random = rng("even");
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++) for (const item of drawn([0, 1, 2, 3, 4], 2, random)) counts[item]!++;
    for (const count of counts)
      expect(Math.abs(count - 8000)).toBeLessThan(6 * Math.sqrt(20_000 * 0.4 * 0.6));
  });
});

describe("the neighbourhood", () => {
  it("holds ascending distances to real neighbours on both sides and to synthetic items, never to oneself", () => {
    const found = neighbourhood(line({ train: [0, 1], holdout: [3], synthetic: [0.5, 10] }), NO_DRAWS)!;
    expect([...found.member]).toEqual([1, 1, 0]);
    expect([...found.real]).toEqual(
      [
        [1, 3],
        [1, 2],
        [2, 3],
      ].flatMap(row => [...row, INFINITE, INFINITE, INFINITE]),
    );
    expect([...found.synthetic]).toEqual(
      [
        [0.5, 10],
        [0.5, 9],
        [2.5, 7],
      ].flatMap(row => [...row, INFINITE, INFINITE, INFINITE]),
    );
  });
  it("keeps the five nearest of many, in order", () => {
    const found = neighbourhood(line({ train: [0], synthetic: [9, -2, 7, 4, -1, 6, 3, -8] }), NO_DRAWS)!;
    expect([...found.synthetic.subarray(0, NEIGHBOURS)]).toEqual([1, 2, 3, 4, 6]);
  });
  it("counts duplicates each, and measures over all coordinates (80 of them)", () => {
    const far = new Float64Array(80).fill(1);
    const evidence = {
      group: "long",
      train: seal([new Float64Array(80)]),
      holdout: seal([far]),
      synthetic: [far, far, new Float64Array(80).map((_, i) => (i === 79 ? 2 : 0))],
    };
    const found = neighbourhood(evidence, NO_DRAWS)!;
    expect(found.synthetic[0]).toBe(2);
    expect(found.synthetic[1]).toBeCloseTo(Math.sqrt(80), 12);
    expect(found.synthetic[2]).toBeCloseTo(Math.sqrt(80), 12);
    expect(found.synthetic[3]).toBe(INFINITE);
  });
  it("takes what cannot be compared for no neighbour", () => {
    const found = neighbourhood(line({ train: [Number.NaN], holdout: [1], synthetic: [2] }), NO_DRAWS)!;
    expect([...found.real].every(distance => distance === INFINITE)).toBe(true);
    expect([...found.synthetic]).toEqual([
      ...Array(NEIGHBOURS).fill(INFINITE),
      1,
      ...Array(NEIGHBOURS - 1).fill(INFINITE),
    ]);
  });
  it("is nothing without a holdout or with an empty side", () => {
    const { holdout: _, ...without } = line({});
    expect(neighbourhood(without, NO_DRAWS)).toBeUndefined();
    for (const side of ["train", "holdout", "synthetic"] as const)
      expect(neighbourhood(line({ [side]: [] }), NO_DRAWS), side).toBeUndefined();
  });
  it("looks at no more than 2,000 people a side and 20,000 synthetic items", () => {
    const drawnFrom: number[] = [];
    const count = (n: number) => Array.from({ length: n }, (_, i) => i);
    const draws = {
      integer: (bound: number) => {
        drawnFrom.push(bound);
        return 0;
      },
    };
    const found = neighbourhood(line({ train: count(2001), holdout: [1], synthetic: [5] }), draws)!;
    expect(found.member.length).toBe(2001);
    expect(drawnFrom.length).toBe(2000);
    drawnFrom.length = 0;
    neighbourhood(line({ train: [1], holdout: [2], synthetic: count(20_001) }), draws);
    expect(drawnFrom.length).toBe(20_000);
  });
});

describe("nearness", () => {
  it("is the mean of ln(synthetic / real) over the first k neighbours of this target", () => {
    const two: Neighbourhood = {
      group: "x",
      member: Uint8Array.of(1, 0),
      real: Float64Array.of(9, 9, 9, 9, 9, 1, 2, 4, 8, 16),
      synthetic: Float64Array.of(7, 7, 7, 7, 7, 1, 4, 16, 64, 256),
    };
    expect(nearness(two, 1, 1)).toBeCloseTo(0, 9);
    expect(nearness(two, 1, 3)).toBeCloseTo(Math.log(2), 9);
    expect(nearness(two, 0, 2)).toBeCloseTo(Math.log(7 / 9), 9);
  });
  it("of a verbatim copy is far below anything else, and of two duplicates finite", () => {
    expect(nearness(scene([[1, 1, 0]]), 0, 1)).toBeLessThan(-20);
    expect(nearness(scene([[1, 0, 0]]), 0, 1)).toBe(0);
    expect(nearness(scene([[1, 0, 1]]), 0, 1)).toBeGreaterThan(20);
  });
  it("of somebody without any neighbour is not suspicious at all", () => {
    expect(nearness(scene([[1, INFINITE, INFINITE]]), 0, 1)).toBe(INFINITE);
  });
});

describe("counting beyond the controls", () => {
  const scores = (train: readonly number[], holdout: readonly number[]) => {
    const all = [...train, ...holdout];
    const someone = scene(all.map((_, i) => [i < train.length ? 1 : 0, 1, 1]));
    return beyondControls(someone, [...all.keys()], target => all[target]!);
  };
  it("draws the line at the hundredth part of the controls, at least one, and counts what lies strictly below", () => {
    expect(scores([-1, 0, 1, 2], [3, 0.5, 0])).toMatchObject({
      train: { hits: 1, trials: 4 },
      holdout: { hits: 1, trials: 3 },
      rule: "control",
    });
    const many = Array.from({ length: 350 }, (_, i) => i);
    expect(scores([1.5, 2, 2.5, -7], many)).toMatchObject({
      train: { hits: 2, trials: 4 },
      holdout: { hits: 3, trials: 350 },
    });
  });
  it("counts and judges nothing where there is no control, or nobody who was fitted", () => {
    const strict = { alpha: 0.05, threshold: 0.09 };
    for (const [train, holdout, why] of [
      [[-5, -4], [], "no control is among them"],
      [[], [1, 2, 3], "nobody who was fitted is among them"],
    ] as const) {
      const counted = scores([...train], [...holdout]);
      expect(counted).toEqual({
        train: { hits: 0, trials: train.length },
        holdout: { hits: 0, trials: holdout.length },
        rule: "control",
        why,
      });
      const [finding, ...others] = findings({ attack: "a", meaning: "m", group: "g", ...counted }, strict);
      expect(finding).toMatchObject({ verdict: "INCONCLUSIVE", meaning: `m. Not measured: ${why}` });
      expect(others).toEqual([]);
    }
  });
  it("orders by suspicion: an AUC of 1 where every train target is more suspicious", () => {
    expect(scores([0, 1], [2, 3]).auc?.value).toBe(1);
    expect(scores([2, 3], [0, 1]).auc?.value).toBe(0);
  });
  it("looks at its targets only", () => {
    const someone = scene([
      [1, 1, 1],
      [0, 1, 1],
      [1, 1, 1],
    ]);
    expect(beyondControls(someone, [0, 1], t => t)).toMatchObject({ train: { hits: 1, trials: 1 } });
  });
});

describe("attacks on vectors", () => {
  const copied = scene([
    [1, 1, 0],
    [1, 1, 2],
    [0, 1, 3],
    [0, 1, 4],
  ]);
  it("linkage names people with a synthetic item unusually near, by one neighbour", () => {
    expect(linkage.play(copied, NO_DRAWS)).toMatchObject({
      attack: linkage.name,
      meaning: linkage.meaning,
      group: "scene",
      train: { hits: 2, trials: 2 },
      holdout: { hits: 1, trials: 2 },
    });
  });
  it("membership of isolated patients looks at the tenth that is farthest from five real neighbours, rounded up", () => {
    const people = Array.from(
      { length: 30 },
      (_, i) => [i % 2, 1 + (i === 7 || i === 12 || i === 20 ? 5 : 0), i === 7 ? 0.01 : 1] as const,
    );
    expect(membershipIsolated.play(scene(people as never), NO_DRAWS)).toMatchObject({
      attack: membershipIsolated.name,
      meaning: membershipIsolated.meaning,
      group: "scene",
      train: { hits: 1, trials: 1 },
      holdout: { hits: 1, trials: 2 },
    });
    const eleven = Array.from({ length: 11 }, (_, i) => [i % 2, 1, 1] as const);
    const { train, holdout } = membershipIsolated.play(scene(eleven as never), NO_DRAWS);
    expect(train.trials + holdout.trials).toBe(2);
  });
  it("isolation adds up all five distances and leaves out neighbours that are not there", () => {
    const row = (...distances: readonly number[]) => distances;
    const three: Neighbourhood = {
      group: "x",
      member: Uint8Array.of(1, 0, 1),
      real: Float64Array.from(
        [row(5, 5, 5, 5, 5), row(9, INFINITE, INFINITE, INFINITE, INFINITE), row(1, 1, 1, 1, 20)].flat(),
      ),
      synthetic: new Float64Array(15).fill(1),
    };
    const { train, holdout } = membershipIsolated.play(three, NO_DRAWS);
    expect([train.trials, holdout.trials]).toEqual([1, 0]);
  });
  it("membership of random patients weighs five neighbours, of a thousand people at most", () => {
    const one = (member: 0 | 1, nearest: number): readonly number[] => [member, nearest];
    const people = [one(1, 0.5), one(0, 0.9)];
    const mixed: Neighbourhood = {
      group: "x",
      member: Uint8Array.from(people, ([member]) => member!),
      real: new Float64Array(10).fill(1),
      synthetic: Float64Array.of(0.5, 3, 3, 3, 3, 0.9, 1, 1, 1, 1),
    };
    // By one neighbour the first would be the more suspicious; by all five the second is.
    expect(membershipRandom.play(mixed, NO_DRAWS)).toMatchObject({ train: { hits: 0, trials: 1 } });
    expect(linkage.play(mixed, NO_DRAWS)).toMatchObject({ train: { hits: 1, trials: 1 } });
    const crowd = scene(Array.from({ length: 1200 }, (_, i) => [(i % 2) as 0 | 1, 1, 1] as const));
    const { train, holdout } = membershipRandom.play(crowd, rng("crowd"));
    expect(train.trials + holdout.trials).toBe(1000);
  });
  it("copies are patients with an item as near as the nearest thousandth of real people are to one another", () => {
    const people = [
      [1, 1, 1],
      [1, 2, 1.01],
      [1, 3, 0],
      [0, 4, 0.5],
      [0, 5, 2],
    ] as const;
    expect(copies.play(scene(people), NO_DRAWS)).toEqual({
      attack: copies.name,
      meaning: copies.meaning,
      group: "scene",
      train: { hits: 2, trials: 3 },
      holdout: { hits: 1, trials: 2 },
      rule: "fixed",
    });
    // Of 2,001 people the line is the third smallest distance: ⌈2.001⌉.
    const many = Array.from({ length: 2001 }, (_, i) => [1, i + 1, i + 1] as const);
    expect(copies.play(scene(many), NO_DRAWS).train).toEqual({ hits: 3, trials: 2001 });
  });
  it("copies measures real people by their nearest neighbour only, whoever comes first", () => {
    const rows = Array.from({ length: 400 }, (_, i) =>
      i === 9 ? [1, 1.5, 1.6, 1.7, 1.8] : [10 + i, 500, 500, 500, 500],
    );
    const synthetic = rows.flatMap((_, i) =>
      Array<number>(NEIGHBOURS).fill(i === 3 ? 0.9 : i === 4 ? 1.2 : 99),
    );
    const people: Neighbourhood = {
      group: "x",
      member: new Uint8Array(400).fill(1),
      real: Float64Array.from(rows.flat()),
      synthetic: Float64Array.from(synthetic),
    };
    expect(copies.play(people, NO_DRAWS).train).toEqual({ hits: 1, trials: 400 });
  });
  it("isolation looks at a person's own row only", () => {
    const rows = [Array(5).fill(4.8), [2, INFINITE, INFINITE, INFINITE, INFINITE], Array(5).fill(4.9)];
    const three: Neighbourhood = {
      group: "x",
      member: Uint8Array.of(0, 0, 1),
      real: Float64Array.from(rows.flat() as number[]),
      synthetic: new Float64Array(15).fill(1),
    };
    expect(membershipIsolated.play(three, NO_DRAWS).train.trials).toBe(1);
  });
  it("membership of random patients names those around whom synthetic data lie densely", () => {
    const dense: Neighbourhood = {
      group: "x",
      member: Uint8Array.of(1, 0),
      real: new Float64Array(10).fill(1),
      synthetic: Float64Array.of(1, 0.1, 0.1, 0.1, 0.1, 0.9, 1, 1, 1, 1),
    };
    expect(membershipRandom.play(dense, NO_DRAWS)).toMatchObject({ train: { hits: 1, trials: 1 } });
  });
});
