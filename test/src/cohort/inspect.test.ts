import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG, parseConfig, readConfig } from "../../../src/cohort/config.ts";
import { draftConfig, inspectCohort } from "../../../src/cohort/inspect.ts";
import { bundle, condition, ecg, fhirPatient, folder, png } from "./fixture.ts";

const options = { asOf: "2024-06-30" };

const note = (patient: string, text: string): object => ({
  resourceType: "DocumentReference",
  id: `${patient}-note`,
  status: "current",
  type: { coding: [{ system: "http://loinc.org", code: "11506-3" }] },
  subject: { reference: `Patient/${patient}` },
  content: [{ attachment: { contentType: "text/plain", data: Buffer.from(text).toString("base64") } }],
});

const cohort = () =>
  folder({
    ...ecg("a", 1, { rateHz: 250, seconds: 12, comments: ["Dx: 426783006"] }),
    ...ecg("b", 1, { rateHz: 250, seconds: 12 }),
    ...ecg("c", 3, { flat: "V1" }),
    "x.png": png(1),
    "p.json": bundle(fhirPatient("f"), condition("f", "38341003"), condition("f", "999999999")),
    "cohort.csv": [
      "patient,modality,path,age,ward,site",
      "p,fhir,p.json,,7,north",
      "p,ecg,a.hea,61,,",
      "q,ecg,b.hea,,,south",
      "r,ecg,c.hea,,,",
      "s,image,x.png,,,",
    ].join("\n"),
    "cohort.yaml": "version: 1\nattributes:\n  site: { values: [north, south] }\n",
  });

describe("inspect", () => {
  it("says first that it is internal, then everything that was understood", async () => {
    const dir = cohort();
    const text = await inspectCohort(dir, await readConfig(dir), options);
    expect(text).toMatch(/^INTERNAL: .*Do not share/);
    for (const line of [
      /Patients +3: ecg ×1, history \+ ecg ×1, image ×1/,
      /Files read +fhir 1, ecg 2, image 1, note 0/,
      /Age +61 to 61 years, median 61 \(on 2024-06-30\); missing 2/,
      /Sex +missing ×2, female ×1/,
      /Duplicates +recordings under two patients: 1/,
      /ECGs +250 Hz, 12\.0 s ×2/,
      // The fixture's recordings are noise.
      /to look at +no three beats alike, or no QRS and T: will not be used ×2/,
      /diagnoses +426783006 ×1/,
      /Images +16×16, 8 bit ×1/,
      /Conditions +1 codes recognised, 1 not/,
      /not +999999999/,
      /Columns +age \(built in\), ward \(not declared: ignored\), site \(declared as site\)/,
      /attributes +built-in ones, site \(3\)/,
      /b\.hea holds the same recording as a\.hea/,
      /- c\.hea: lead V1: the lead is flat/,
    ])
      expect(text).toMatch(line);
  });

  it("names the image labels that count as other, and a note inside FHIR as there", async () => {
    const dir = folder({
      "x.png": png(1),
      "y.png": png(2),
      "p.json": bundle(fhirPatient("f"), note("f", "Seen today.")),
      "cohort.csv":
        "patient,modality,path,findings\np,image,x.png,Pleural effusion|Plural efusion\nq,image,y.png,other\n",
    });
    const text = await inspectCohort(dir, DEFAULT_CONFIG, options);
    expect(text).toMatch(/^ {2}as other {4}Plural efusion ×1$/m);
    expect(text).toMatch(/of these in the folder: fhir, image, note$/m);
  });

  it("drafts a cohort.yaml that is refused until the draft line is taken out", async () => {
    const dir = cohort();
    const draft = await draftConfig(dir, await readConfig(dir), options);
    expect(() => parseConfig(draft)).toThrow("confirm each line of the draft as public");
    const confirmed = parseConfig(draft.replace(/^draft: true.*$/m, ""));
    expect(confirmed).toMatchObject({
      declared: true,
      asOf: "2024-06-30",
      modalities: ["fhir", "ecg", "image", "note"],
    });
  });

  it("drafts values that ten patients share, round bins for numbers, and never a rare value, an id or an extreme", async () => {
    const rows = Array.from({ length: 200 }, (_, i) => {
      const site = i === 3 ? "lighthouse" : i % 2 === 0 ? "north" : "a: b # c";
      return `p${i},,,${site},${i === 5 ? 987 : 20 + (i % 40) / 2},id-${i},${i % 2 === 0 ? "Mass|Edema" : "Edema"}`;
    });
    const dir = folder({ "cohort.csv": ["patient,modality,path,site,bmi,1 mrn,tags", ...rows].join("\n") });
    // Undeclared columns do not make a patient: declare one to have any.
    const config = {
      ...DEFAULT_CONFIG,
      attributes: [{ attribute: { name: "site", categories: ["missing"] }, column: "site", mapping: {} }],
    };
    const draft = await draftConfig(dir, config, options);
    for (const hidden of ["lighthouse", "987", "id-1", "p1"]) expect(draft).not.toContain(hidden);
    expect(draft).toContain("# 1 rarer values are not shown");
    const { attributes } = parseConfig(draft.replace(/^draft: true.*$/m, ""));
    expect(attributes.map(({ attribute, column }) => [column, attribute.categories])).toEqual([
      ["site", ["a: b # c", "north", "missing"]],
      ["bmi", ["<25", "25-29", "30-34", "35+", "missing"]],
      ["tags", ["Edema", "Mass", "missing"]],
    ]);
  });
});
