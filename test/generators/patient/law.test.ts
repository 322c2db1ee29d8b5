import { describe, expect, it } from "vitest";
import { sizesOf } from "../../../generators/patient/factors.ts";
import { indexMap, sumInto } from "../../../generators/patient/graphical/index-map.ts";
import { homeOf } from "../../../generators/patient/graphical/junction-tree.ts";
import { calibrate } from "../../../generators/patient/graphical/propagation.ts";
import { jointsOf } from "../../../generators/patient/joint.ts";
import { type Evidence, recordLaw, sampler } from "../../../generators/patient/law.ts";
import { priorBackbone } from "../../../generators/patient/model.ts";
import { isOpen, PRESENCE, tree } from "../../../generators/patient/tree.ts";
import { rng } from "../../../src/math/rng.ts";
import { FULL, otherModel } from "./backbone-cohort.ts";

const model = otherModel(FULL, "law", 0.6);
const law = recordLaw(model);

/** Marginal of one attribute by belief propagation. */
const byTree = (name: string): Float64Array => {
  const variable = FULL.findIndex(each => each.name === name);
  const { beliefs } = calibrate(law.tree, law.potentials);
  const home = homeOf(law.tree, [variable]);
  const out = new Float64Array(sizesOf(FULL)[variable]!);
  sumInto(beliefs[home]!, indexMap(law.tree.nodes[home]!.clique, [variable], law.tree.sizes), out);
  return out;
};

describe("the law of records", () => {
  it("the product of the factors is the backbone's law: it sums to 1", () => {
    expect(law.logTotal).toBeCloseTo(0, 10);
    expect(recordLaw(priorBackbone(FULL)).logTotal).toBeCloseTo(0, 10);
  });

  it("has the marginals that the tree's own joints give", () => {
    const joints = jointsOf(model);
    for (const node of tree(FULL).filter(({ name }) => name !== PRESENCE)) {
      const joint = joints.get(node.name)!;
      const expected = new Float64Array(node.categories.length);
      for (const [i, mass] of joint.entries())
        expected[i % expected.length] = expected[i % expected.length]! + mass;
      for (const [i, mass] of byTree(node.name).entries()) expect(mass).toBeCloseTo(expected[i]!, 10);
    }
    const presence = joints.get(PRESENCE)!;
    const patterns = tree(FULL).find(({ name }) => name === PRESENCE)!.categories;
    for (const gate of ["has/fhir", "has/ecg", "has/image", "has/note"]) {
      const open = presence.reduce(
        (sum, mass, i) => sum + (isOpen(FULL, gate, patterns[i % patterns.length]!) ? mass : 0),
        0,
      );
      expect(byTree(gate)[0]).toBeCloseTo(open, 10);
    }
  });

  it("given evidence is the law restricted: shares of boxes that split everyone add up", () => {
    const evidence = (...yes: readonly number[]): Evidence =>
      new Map([
        ["sex", [yes[0]!, yes[1]!, yes[2]!]],
        ["condition/copd", [1, 0, 0]],
      ]);
    const shares = [evidence(1, 0, 0), evidence(0, 1, 0), evidence(0, 0, 1)].map(
      each => sampler(law, each).share,
    );
    const copd = byTree("condition/copd")[0]!;
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(copd, 10);
    expect(sampler(law, evidence(0, 0, 0)).share).toBe(0);
    expect(() => sampler(law, evidence(0, 0, 0)).draw(rng(1))).toThrow(RangeError);
  });

  // 4,000 people, 10 comparisons at 5 standard deviations: false alarm below 1e-5; the seed is fixed.
  it("people drawn given evidence all fit it, and follow the conditional law", () => {
    const evidence: Evidence = new Map([["condition/heart-failure", [1, 0, 0]]]);
    const given = sampler(law, evidence);
    const people = Array.from({ length: 4000 }, (_, i) => given.draw(rng(`given ${i}`)));
    expect(people.every(person => person["condition/heart-failure"] === "yes")).toBe(true);
    for (const [name, category] of [
      ["sex", "female"],
      ["condition/coronary-artery-disease", "yes"],
      ["has/ecg", "yes"],
      ["finding", "cardiomegaly"],
      ["medication/loop-diuretic", "yes"],
    ] as const) {
      const attribute = FULL.find(each => each.name === name)!;
      const only = attribute.categories.map(each => Number(each === category));
      const expected = sampler(law, new Map([...evidence, [name, only]])).share / given.share;
      const seen = people.filter(person => person[name] === category).length / people.length;
      expect(Math.abs(seen - expected)).toBeLessThan(
        5 * Math.sqrt((expected * (1 - expected)) / 4000) + 0.002,
      );
    }
  });
});
