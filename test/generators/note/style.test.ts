import { describe, expect, it } from "vitest";
import { noteView } from "../../../generators/note/digest.ts";
import { writeNote } from "../../../generators/note/grammar.ts";
import { SECTIONS } from "../../../generators/note/section.ts";
import { fitStyle, noteBlock, PRIOR_STYLE } from "../../../generators/note/style.ts";
import { COUNT_SHARE, GROUPS, STYLE_DIMENSION } from "../../../generators/note/style-space.ts";
import type { NoteRecord } from "../../../schemas/note.ts";
import type { NoisyBlock } from "../../../schemas/statistic.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";
import { onlyType } from "./corpus.ts";
import { subject } from "./people.ts";

const block = noteBlock(0.5);

const contribution = (notes: readonly NoteRecord[]): Float64Array => {
  const note = noteView(notes);
  const out = new Float64Array(block.size);
  block.contribute({ attributes: {}, ...(note === undefined ? {} : { note }) }, out);
  return out;
};

const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

const released = (values: Float64Array, noise: number, random: Rng): NoisyBlock => ({
  name: block.name,
  size: block.size,
  weight: block.weight,
  values: values.map(x => x + noise * random.normal()),
  noise,
});

const summed = (patients: readonly (readonly NoteRecord[])[]): Float64Array => {
  const sum = new Float64Array(block.size);
  for (const notes of patients) {
    const own = contribution(notes);
    for (let i = 0; i < sum.length; i++) sum[i]! += own[i]!;
  }
  return sum;
};

const NOTES: readonly NoteRecord[] = [
  { text: "CC: cough\nHPI: Pt c/o SOB.\nPlan:\n1. CXR\n2. f/u", type: "11506-3" },
  { text: "Findings: The lungs are clear.\nImpression: Normal chest.", type: "18748-4" },
  { text: "One sentence." },
  { text: "Patient \u00e9\u00fc\ufffd\u0080 na\u00efve \u0000 text" },
  { text: "<html><body><p>Assessment: well</p><br>Plan: none</body></html>" },
  { text: "{\\rtf1\\ansi\\par Assessment: well\\par Plan: none}" },
  { text: "रोगी को खांसी है। बुखार नहीं।" },
  { text: "LAB 1.0\n".repeat(250_000) },
];

describe("noteBlock", () => {
  it("every contribution has ℓ₂ norm at most 1, whatever the notes hold", () => {
    for (const note of NOTES) expect(norm(contribution([note]))).toBeLessThanOrEqual(1 + 1e-12);
    expect(norm(contribution(NOTES))).toBeLessThanOrEqual(1 + 1e-12);
    const hostile = new Float64Array(STYLE_DIMENSION).map(
      (_, i) => [Number.NaN, 1e300, -1e300, Number.POSITIVE_INFINITY][i % 4]!,
    );
    const out = new Float64Array(block.size);
    block.contribute({ attributes: {}, note: { vector: hostile.fill(1e9, 5, 9), stratum: "all" } }, out);
    // A view that no notes give is still bounded group by group, one-hot groups by their size.
    expect(Number.isFinite(norm(out))).toBe(true);
  });

  it("squared shares of count and groups sum to 1", () => {
    expect(GROUPS.reduce((sum, { share }) => sum + share, COUNT_SHARE)).toBeCloseTo(1, 12);
  });

  it("a patient without notes, or with empty ones, contributes zeros", () => {
    expect(noteView([])).toBeUndefined();
    expect(noteView([{ text: "" }, { text: " \n\t" }])).toBeUndefined();
    expect(norm(contribution([]))).toBe(0);
  });

  it("a patient with fifty notes counts as one", () => {
    const one = contribution([NOTES[0]!]);
    expect(contribution(Array.from({ length: 50 }, () => NOTES[0]!))).toEqual(one);
  });
});

describe("noteView", () => {
  it("reads sections, order, length, switches and type", () => {
    const { vector, stratum } = noteView([NOTES[0]!])!;
    const of = (name: string) => {
      const { start, size } = GROUPS.find(group => group.name === name)!;
      return [...vector.slice(start, start + size)];
    };
    expect(stratum).toBe("all");
    expect(of("types")).toEqual([1, 0, 0, 0, 0, 0]);
    expect(SECTIONS.filter((_, i) => of("sections")[i] === 1)).toEqual([
      "chief-complaint",
      "present-illness",
      "plan",
    ]);
    expect(of("length")).toEqual([1, 0, 0, 0, 0, 0]);
    expect(of("switches").slice(0, 2)).toEqual([1, 1]);
  });

  it("megabytes are read in under a second", () => {
    const start = performance.now();
    noteView([{ text: "no history of <p ".repeat(150_000) }]);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

/** A made-up institution: every patient's notes have the plan, a third the allergies, none a complaint. */
const institution = (patients: number): readonly (readonly NoteRecord[])[] =>
  Array.from({ length: patients }, (_, i) => [
    {
      text: `Assessment: The patient is well today.\n${i % 3 === 0 ? "Allergies: none\n" : ""}Plan: She is to return.`,
      type: "11506-3",
    },
  ]);

describe("fitStyle", () => {
  it("recovers section frequencies, types, lengths and switches at zero noise", () => {
    const style = fitStyle(released(summed(institution(300)), 0, rng(0)));
    expect(style.sections.plan).toBeCloseTo(1, 9);
    expect(style.sections.allergies).toBeCloseTo(1 / 3, 9);
    expect(style.sections["chief-complaint"]).toBeCloseTo(0, 9);
    expect(style.types.progress).toBeCloseTo(1, 9);
    expect(style.length[0]).toBeCloseTo(1, 9);
    expect(style.switches.listed).toBeCloseTo(0, 9);
    expect(style.released).toEqual({ types: 1, sections: 1, order: 1, length: 1, switches: 1 });
  });

  it("is the prior at infinite noise, at huge noise (twenty seeds, each wrong with p < 0.2 %), and without patients", () => {
    const sum = summed(institution(300));
    expect(fitStyle({ ...released(sum, 0, rng(0)), noise: Number.POSITIVE_INFINITY })).toEqual(PRIOR_STYLE);
    for (let seed = 0; seed < 20; seed++)
      expect(fitStyle(released(sum, 1e6, rng(seed)))).toEqual(PRIOR_STYLE);
    expect(fitStyle(released(new Float64Array(block.size), 0, rng(0)))).toEqual(PRIOR_STYLE);
  });

  it("lies between prior and cohort at moderate noise, nearer to the cohort with more patients", () => {
    const error = (patients: number) => {
      let total = 0;
      for (let seed = 0; seed < 20; seed++)
        total += Math.abs(
          fitStyle(released(summed(institution(patients)), 20, rng(`${patients}/${seed}`))).sections.plan - 1,
        );
      return total / 20;
    };
    expect(error(3000)).toBeLessThan(error(300));
    expect(error(3000)).toBeLessThan(0.1);
  });

  it("gives probabilities whatever the noise draws, and survives JSON", () => {
    for (let seed = 0; seed < 50; seed++) {
      const style = fitStyle(released(summed(institution(200)), 30, rng(`p/${seed}`)));
      const all = [
        ...Object.values(style.types),
        ...Object.values(style.sections),
        ...style.order,
        ...style.length,
        ...Object.values(style.switches),
        ...Object.values(style.released),
      ];
      for (const p of all) expect(p >= 0 && p <= 1).toBe(true);
      expect(style.length.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      expect(JSON.parse(JSON.stringify(style))).toEqual(style);
    }
  });
});

describe("a fitted style", () => {
  const share = (style: typeof PRIOR_STYLE, index: number, count = 150): number => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const { person, signals } = subject(i, rng(`style/${i}`), false);
      const note = writeNote(person, signals, onlyType("progress", style), rng(`style/n/${i}`));
      sum += noteView([{ text: note.text }])!.vector[index]!;
    }
    return sum / count;
  };
  const at = (group: string, index: number) => GROUPS.find(({ name }) => name === group)!.start + index;

  it.each(["abbreviated", "listed", "telegraphic"] as const)("%s notes are read back as such", name => {
    const index = at("switches", ["abbreviated", "listed", "telegraphic"].indexOf(name));
    const only = (p: number) => ({ ...PRIOR_STYLE, switches: { ...PRIOR_STYLE.switches, [name]: p } });
    expect(share(only(1), index) - share(only(0), index)).toBeGreaterThan(0.35);
  });

  it("without allergies sections and with chief complaints shows in the notes", () => {
    const style = {
      ...PRIOR_STYLE,
      sections: { ...PRIOR_STYLE.sections, allergies: 0, "chief-complaint": 1 },
    };
    expect(share(style, at("sections", SECTIONS.indexOf("allergies")))).toBeLessThan(0.02);
    expect(share(style, at("sections", SECTIONS.indexOf("chief-complaint")))).toBeGreaterThan(0.95);
  });
});
