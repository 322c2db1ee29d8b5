import { describe, expect, it } from "vitest";
import { ENGLISH } from "../../../generators/note/bank/en/index.ts";
import { contradictions } from "../../../generators/note/checker.ts";
import type { Fact } from "../../../schemas/person.ts";
import { rng } from "../../../src/math/rng.ts";
import { corpus } from "./corpus.ts";
import { BACKGROUND_PLANTS, PLANTS } from "./planted.ts";

const fact = (id: string, value: Fact["value"], name = id.split("/").at(-1)!, unit?: string): Fact => ({
  id,
  kind: id.startsWith("date") || id.endsWith("since") ? "date" : "condition",
  name: name.replaceAll("-", " "),
  value,
  ...(unit === undefined ? {} : { unit }),
});

const FACTS: readonly Fact[] = [
  fact("demographic/age", 58),
  fact("demographic/sex", "male"),
  fact("date/visit", "2024-03-14"),
  fact("condition/hypertension", "active"),
  fact("condition/hypertension/since", "2011-06-01"),
  fact("condition/stroke", "absent"),
  fact("condition/pneumonia", "resolved"),
  fact("medication/lisinopril", "active"),
  fact("medication/lisinopril/dose", 20, "dose", "mg"),
  fact("medication/lisinopril/frequency", "once-daily"),
  fact("observation/hemoglobin", 13.5),
  fact("ecg/rhythm", "sinus"),
  fact("ecg/rate", 72),
  fact("ecg/conduction", "left-bundle-branch-block"),
  fact("ecg/ectopy", "none"),
  fact("ecg/qtc", 431),
  fact("imaging/finding", "effusion"),
  fact("imaging/laterality", "left"),
  fact("imaging/view", "PA"),
  fact("imaging/pneumothorax", false),
];

describe("contradictions", () => {
  it.each([
    "58-year-old man with HTN since 2011 seen on 03/14/2024. No history of stroke.",
    "58M w/ HTN, h/o pneumonia. Mr. Jones takes lisinopril 20 mg daily.",
    "ECG: NSR 72, LBBB, QTc 431 ms, no PVCs. Hgb 13.5.",
    "CXR (PA): left pleural effusion. No pneumothorax.",
    "Hypertension: not at goal. Stroke ruled out. Worried about a possible stroke? No.",
    "Evaluated on March 14, 2024; ventricular rate of 72 bpm, rate 72.",
  ])("finds nothing in: %s", text => {
    expect(contradictions(text, FACTS)).toEqual([]);
  });

  it.each([
    ["A 57-year-old man.", "57-year-old", "demographic/age"],
    ["She is well.", "She", "demographic/sex"],
    ["58F with HTN.", "F", "demographic/sex"],
    ["History of stroke.", "stroke", "condition/stroke"],
    ["No hypertension.", "hypertension", "condition/hypertension"],
    ["Denies diabetes.", "diabetes", "condition"],
    ["Continue metoprolol.", "metoprolol", "medication"],
    ["Continue zyxoprolol 20 mg.", "zyxoprolol", "medication"],
    ["Lisinopril 40 mg daily.", "Lisinopril 40 mg", "medication/lisinopril/dose"],
    ["Lisinopril 20 mg BID.", "Lisinopril", "medication/lisinopril/frequency"],
    ["Hgb 12.5.", "Hgb 12.5", "observation/hemoglobin"],
    ["Rate 82.", "Rate 82", "ecg/rate"],
    ["ECG: AF, rate 72.", "AF", "ecg/rhythm"],
    ["No bundle branch block.", "bundle branch block", "ecg/conduction"],
    ["Right bundle branch block.", "Right bundle branch block", "ecg/conduction"],
    ["Occasional PVCs.", "PVCs", "ecg/ectopy"],
    ["QTc 451 ms.", "QTc 451", "ecg/qtc"],
    ["Right pleural effusion.", "Right", "imaging/laterality"],
    ["No pleural effusion.", "pleural effusion", "imaging/finding"],
    ["CXR clear.", "CXR clear", "imaging/finding"],
    ["AP view of the chest.", "AP", "imaging/view"],
    ["Seen on 03/15/2024.", "03/15/2024", "date"],
    ["HTN, hypertension since 2012.", "2012", "date"],
  ])("%s is marked at “%s”", (text, words, about) => {
    const found = contradictions(text, FACTS);
    expect(found.map(({ span: [start, end], fact: id }) => [text.slice(start, end), id])).toContainEqual([
      words,
      about,
    ]);
  });

  it("any text is read: empty, debris, megabytes", () => {
    expect(contradictions("", FACTS)).toEqual([]);
    expect(() => contradictions("\uFFFD\u0000é".repeat(1000), FACTS)).not.toThrow();
    expect(() => contradictions("no history of ".repeat(20_000), [])).not.toThrow();
  });

  it("shares no code with the bank: its sources import neither bank nor grammar", async () => {
    const { readdirSync, readFileSync } = await import("node:fs");
    const folder = new URL("../../../generators/note/", import.meta.url);
    const sources = ["checker.ts", ...readdirSync(new URL("reader/", folder)).map(name => `reader/${name}`)];
    for (const source of sources)
      expect(readFileSync(new URL(source, folder), "utf8")).not.toMatch(
        /from "[^"]*(?:bank|knowledge|draft|frame|realise)/,
      );
    expect(ENGLISH.language).toBe("en");
  });
});

describe("planted errors in 1,500 clean notes", () => {
  const clean = corpus(300, "planted");

  const plants = { ...PLANTS, ...BACKGROUND_PLANTS };

  it.each(Object.keys(plants))("%s: at least 98 %% found, of at least 50 planted", kind => {
    const plant = plants[kind]!;
    let planted = 0;
    let found = 0;
    clean.forEach(({ note }, i) => {
      const text = plant(note, rng(`${kind}/${i}`));
      if (text === undefined || text === note.text) return;
      planted++;
      if (contradictions(text, note.facts).length > 0) found++;
    });
    expect(planted).toBeGreaterThanOrEqual(50);
    expect(found / planted).toBeGreaterThanOrEqual(0.98);
  });
});
