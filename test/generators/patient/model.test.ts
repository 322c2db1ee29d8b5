import { describe, expect, it } from "vitest";
import { builtInDomain } from "../../../generators/patient/domain.ts";
import { jointsOf } from "../../../generators/patient/joint.ts";
import { type BackboneModel, fitBackbone, priorBackbone } from "../../../generators/patient/model.ts";
import { isSupported } from "../../../generators/patient/support.ts";
import { isOpen, PRESENCE, tree } from "../../../generators/patient/tree.ts";
import type { Assignment } from "../../../schemas/domain.ts";
import { drawMany, FULL, otherModel, release } from "./backbone-cohort.ts";

const variation = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  0.5 * Array.from(a).reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0);

/** One-way law of every variable of the tree. */
const oneWay = (model: BackboneModel) => {
  const joints = jointsOf(model);
  return new Map(
    tree(model.domain).map(({ name, categories }) => {
      const law = new Float64Array(categories.length);
      joints.get(name)!.forEach((mass, i) => {
        law[i % law.length] = law[i % law.length]! + mass;
      });
      return [name, law] as const;
    }),
  );
};

/** Age × variable, and parent × variable, of a model. */
const withAge = (model: BackboneModel, name: string) => {
  const joint = jointsOf(model).get(name)!;
  const ages = model.domain.find(each => each.name === "age")!.categories.length;
  const columns = tree(model.domain).find(each => each.name === name)!.categories.length;
  const law = new Float64Array(ages * columns);
  joint.forEach((mass, i) => {
    const cell = Math.floor(i / (joint.length / ages)) * columns + (i % columns);
    law[cell] = law[cell]! + mass;
  });
  return law;
};

const withParent = (model: BackboneModel, name: string) => {
  const nodes = tree(model.domain);
  const node = nodes.find(each => each.name === name)!;
  const parent = nodes.find(each => each.name === node.parent)!;
  const patterns = nodes.find(each => each.name === PRESENCE)!.categories;
  const below = jointsOf(model).get(parent.name)!;
  const rows = parent.categories.length;
  const columns = node.categories.length;
  const law = new Float64Array(rows * columns);
  below.forEach((mass, i) => {
    const root = Math.floor(i / (rows * patterns.length));
    const open = isOpen(model.domain, node.gate, patterns[Math.floor(i / rows) % patterns.length]!);
    for (let c = 0; c < columns; c++) {
      const p = open
        ? model.tables[name]![(root * rows + (i % rows)) * columns + c]!
        : c === columns - 1
          ? 1
          : 0;
      law[(i % rows) * columns + c] = law[(i % rows) * columns + c]! + mass * p;
    }
  });
  return law;
};

const observed = (model: BackboneModel, people: readonly Assignment[], names: readonly string[]) => {
  const axes = names.map(name => model.domain.find(each => each.name === name)!.categories);
  const law = new Float64Array(axes.reduce((product, each) => product * each.length, 1));
  for (const person of people) {
    const cell = axes.reduce(
      (at, categories, i) => at * categories.length + categories.indexOf(person[names[i]!]!),
      0,
    );
    law[cell] = law[cell]! + 1 / people.length;
  }
  return law;
};

describe("the backbone model", () => {
  const truth = otherModel(FULL, "another hospital");
  const people = drawMany(truth, 20_000, "patients");
  const exact = fitBackbone(FULL, release(FULL, people, 0));

  it("without noise equals the cohort in every 1-way marginal (total variation < 0.0001, 20 000 patients)", () => {
    const laws = oneWay(exact);
    for (const { name } of tree(FULL)) {
      if (name === PRESENCE) continue;
      expect(variation(laws.get(name)!, observed(exact, people, [name])), name).toBeLessThan(1e-4);
    }
  });

  it("without noise equals the cohort in every measured pair (total variation < 0.02, 20 000 patients)", () => {
    for (const node of tree(FULL)) {
      if (node.name === PRESENCE || node.name === "age") continue;
      const measuredWithAge = node.parent === undefined || node.name.startsWith("condition/");
      if (measuredWithAge)
        expect(
          variation(withAge(exact, node.name), observed(exact, people, ["age", node.name])),
          node.name,
        ).toBeLessThan(0.02);
      if (node.parent !== undefined)
        expect(
          variation(withParent(exact, node.name), observed(exact, people, [node.parent, node.name])),
          node.name,
        ).toBeLessThan(0.02);
    }
  });

  it("tables that share a variable agree on it to 1e-9, with noise too", () => {
    const noisy = fitBackbone(FULL, release(FULL, people.slice(0, 1000), 3));
    const laws = oneWay(noisy);
    for (const node of tree(FULL)) {
      if (node.parent === undefined) continue;
      const table = withParent(noisy, node.name);
      const columns = node.categories.length;
      const parent = new Float64Array(table.length / columns);
      const own = new Float64Array(columns);
      table.forEach((mass, i) => {
        parent[Math.floor(i / columns)] = parent[Math.floor(i / columns)]! + mass;
        own[i % columns] = own[i % columns]! + mass;
      });
      expect(variation(parent, laws.get(node.parent)!)).toBeLessThan(1e-9);
      expect(variation(own, laws.get(node.name)!)).toBeLessThan(1e-9);
    }
  });

  it("under noise far above the cohort equals the prior (4 fixed seeds, false alarm 0.4 %)", () => {
    const prior = priorBackbone(FULL);
    for (const seed of ["a", "b", "c", "d"]) {
      const lost = fitBackbone(FULL, release(FULL, people.slice(0, 300), 1e6, seed));
      expect(lost.tables).toEqual(prior.tables);
      expect(isSupported(lost, "has/ecg")).toBe(false);
    }
  });

  it("moves from the prior to the cohort as noise falls", () => {
    const target = oneWay(exact);
    const distance = (model: BackboneModel) =>
      [...oneWay(model)].reduce((sum, [name, law]) => sum + variation(law, target.get(name)!), 0);
    const cohort = (noise: number) => distance(fitBackbone(FULL, release(FULL, people, noise)));
    const steps = [0, 3, 30, 300].map(cohort);
    for (let i = 1; i < steps.length; i++) expect(steps[i]!).toBeGreaterThan(steps[i - 1]!);
    expect(steps[3]!).toBeLessThan(distance(priorBackbone(FULL)));
  });

  it("a cohort that follows the prior stays near it: shrunk marginals are at most half as far from it as released ones (1 000 patients, noise 3, seed fixed, false alarm < 1e-5)", () => {
    const prior = priorBackbone(FULL);
    const fitted = fitBackbone(FULL, release(FULL, drawMany(prior, 1000, "like the prior"), 3));
    const laws = oneWay(fitted);
    const truths = oneWay(prior);
    let shrunk = 0;
    let raw = 0;
    for (const [name, support] of Object.entries(fitted.support)) {
      const law = truths.get(name);
      if (law === undefined || name === "age" || name === "sex") continue;
      shrunk += variation(laws.get(name)!, law);
      raw += variation(
        support.counts.map(each => each / fitted.size!.count),
        law,
      );
    }
    expect(shrunk).toBeLessThan(0.5 * raw);
  });

  it("rows of all tables are probabilities", () => {
    const noisy = fitBackbone(FULL, release(FULL, people.slice(0, 400), 4));
    for (const node of tree(FULL)) {
      const table = noisy.tables[node.name]!;
      const columns = node.categories.length;
      for (let from = 0; from < table.length; from += columns) {
        const row = table.slice(from, from + columns);
        expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      }
    }
  });

  it("survives JSON", () => {
    expect(JSON.parse(JSON.stringify(exact))).toEqual(exact);
  });
});

describe("support of a modality", () => {
  it("is counted with the stated noise: 40 releases within 4.5 deviations, seeds fixed, false alarm < 0.1 %", () => {
    const domain = builtInDomain(["ecg", "note"]);
    const people = drawMany(priorBackbone(domain), 300, "support");
    const truth = (name: string) => people.filter(each => each[name] === "yes").length;
    for (let i = 0; i < 40; i++) {
      const { support } = fitBackbone(domain, release(domain, people, 2, `support ${i}`));
      for (const name of ["has/ecg", "has/note"])
        expect(Math.abs(support[name]!.counts[0]! - truth(name))).toBeLessThan(
          4.5 * support[name]!.noise[0]!,
        );
    }
  });

  it("holds for 300 patients at noise 3, and not for 20", () => {
    const domain = builtInDomain(["ecg", "note"]);
    const people = drawMany(priorBackbone(domain), 300, "few");
    expect(isSupported(fitBackbone(domain, release(domain, people, 3)), "has/ecg")).toBe(true);
    expect(isSupported(fitBackbone(domain, release(domain, people.slice(0, 20), 3)), "has/ecg")).toBe(false);
  });
});
