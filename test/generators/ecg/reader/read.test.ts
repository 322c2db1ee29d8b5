import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { twelveLeads } from "../../../../generators/ecg/leads.ts";
import type { ReaderLabel } from "../../../../generators/ecg/reader/label.ts";
import { readLabels } from "../../../../generators/ecg/reader/read.ts";
import { RHYTHM_CASES, rhythmCase } from "../../../../scripts/bench/ecg/law/rhythm-cases.ts";
import { rng } from "../../../../src/math/rng.ts";

const FOLDER = fileURLToPath(new URL("../../../../generators/ecg/reader/", import.meta.url));
const READER = readdirSync(FOLDER).filter(name => name.endsWith(".ts"));

/** All files that these import, directly or not. */
const imports = (files: readonly string[]): ReadonlySet<string> => {
  const seen = new Set<string>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file) || !existsSync(file)) continue;
    seen.add(file);
    for (const [, path] of readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g))
      open.push(resolve(dirname(file), path!));
  }
  return seen;
};

describe("the reader", () => {
  it("shares no code with what makes recordings", () => {
    const names = [...imports(READER.map(name => join(FOLDER, name)))].map(path => path.split("/").at(-1)!);
    expect(names.length).toBeGreaterThan(20);
    for (const maker of [
      "scene",
      "simulator",
      "waves",
      "rhythm-process",
      "render",
      "prior",
      "person-beat",
      "dx",
    ])
      expect(names).not.toContain(`${maker}.ts`);
  });

  it("says nothing of noise, of a short recording, of one that is not at 500 Hz or not finite", () => {
    const random = rng("nothing");
    const noise = Array.from({ length: 8 }, () => Float64Array.from({ length: 5000 }, () => random.normal()));
    const record = { rateHz: 500, leads: twelveLeads(noise), dx: [] };
    expect(readLabels(record)).toBeUndefined();
    expect(readLabels({ ...record, leads: record.leads.map(lead => lead.slice(0, 500)) })).toBeUndefined();
    expect(readLabels({ ...record, rateHz: 250 })).toBeUndefined();
    expect(
      readLabels({ ...record, leads: record.leads.map(lead => lead.map(() => Number.NaN)) }),
    ).toBeUndefined();
  });
});

describe("rhythms as the textbook defines them, drawn by another law (20 of each, fixed seeds)", () => {
  const read = (label: ReaderLabel) =>
    Array.from({ length: 20 }, (_, i) => {
      const random = rng(`test ${label} ${i}`);
      const plan = RHYTHM_CASES[label]!(random);
      return readLabels(rhythmCase(random, plan, i % 2 ? "usual" : "quiet")) ?? [];
    });
  const least: Readonly<Partial<Record<ReaderLabel, number>>> = {
    // Two to one at the rate of its T waves looks like a tachycardia without P.
    "atrial flutter": 0.8,
    "third degree AV block": 0.8,
  };

  for (const label of Object.keys(RHYTHM_CASES) as ReaderLabel[]) {
    const share = least[label] ?? 0.9;
    it(`${label} is read in ${100 * share} %`, () => {
      expect(read(label).filter(labels => labels.includes(label)).length).toBeGreaterThanOrEqual(20 * share);
    });
  }

  it.each(["sinus rhythm", "sinus bradycardia", "sinus tachycardia"] as const)(
    "%s has no block, no ectopic beat, no fibrillation or flutter in 95 %%",
    label => {
      const wrong = read(label).filter(labels =>
        labels.some(other => /degree|premature|fibrillation|flutter|paced|supraventricular/.test(other)),
      );
      expect(wrong.length).toBeLessThanOrEqual(1);
    },
  );
});
