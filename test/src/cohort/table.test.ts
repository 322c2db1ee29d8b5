import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { collector, type Skipped } from "../../../src/cohort/invalid.ts";
import { readTable } from "../../../src/cohort/table.ts";
import { folder, refusal } from "./fixture.ts";

const FILES = { "ecg/a.hea": "", "ecg/b.hea": "", "x.png": "", "p.json": "{}", "n.txt": "note" };

const table = (csv: string | Uint8Array, skipped?: Skipped[]) =>
  readTable(
    realpathSync(folder({ ...FILES, "cohort.csv": csv })),
    collector(skipped ? "skip" : "stop", skipped ?? []),
  );

const HEAD = "patient,modality,path,age,sex,site";

describe("cohort.csv", () => {
  it("joins files to patients, with labels of any further column", async () => {
    const found = await table(
      `${HEAD}\np1,ecg,./ecg//a.hea,61,F,north\np1,image,x.png,,,\n"p,2",,,NaN,other,\n`,
    );
    expect(found).toEqual({
      columns: ["age", "sex", "site"],
      rows: [
        {
          line: 2,
          patient: "p1",
          file: { modality: "ecg", path: "ecg/a.hea" },
          ageYears: 61,
          sex: "female",
          cells: { age: "61", sex: "F", site: "north" },
        },
        { line: 3, patient: "p1", file: { modality: "image", path: "x.png" }, cells: {} },
        { line: 4, patient: "p,2", cells: { age: "NaN", sex: "other" } },
      ],
    });
  });

  it("may be absent", async () => {
    expect(await readTable(realpathSync(folder(FILES)), () => undefined)).toBeUndefined();
  });

  it("keeps one patient where Unicode has two spellings of one id", async () => {
    const found = await table(`${HEAD}\nJos\u00e9,,,,,\nJose\u0301,,,,,\n`);
    expect(new Set(found?.rows.map(row => row.patient)).size).toBe(1);
  });

  it.each([
    ["", "is empty"],
    ["patient,path\n", "line 1: modality: the column is missing"],
    ["patient,modality,path,\n", "line 1: column 4: a column must have a name"],
    ["patient,modality,path,age,age\n", "line 1: age: the column is there twice"],
    [`${HEAD}\np1,ecg,ecg/a.hea\n`, "line 2: has 3 cells; the header has 6"],
    [`${HEAD}\n,ecg,ecg/a.hea,,,\n`, "line 2: patient: must not be empty"],
    [`${HEAD}\n"p\n1",ecg,ecg/a.hea,,,\n`, "line 2: patient: must be one line"],
    [`${HEAD}\np1,mri,x.png,,,\n`, "line 2: modality: must be one of fhir, ecg, image, note"],
    [`${HEAD}\np1,,x.png,,,\n`, "line 2: modality: must be one of"],
    [`${HEAD}\np1,ecg,,,,\n`, "line 2: path: must not be empty"],
    [`${HEAD}\np1,ecg,ecg/a.mat,,,\n`, "line 2: path: must name the .hea header"],
    [`${HEAD}\n\np1,ecg,ecg/c.hea,,,\n`, "line 3: path: names a file that is not there"],
    [`${HEAD}\np1,image,ecg,,,\n`, "line 2: path: must name a file"],
    [`${HEAD}\np1,image,../x.png,,,\n`, "line 2: path: must stay inside the cohort folder"],
    [`${HEAD}\np1,image,ecg/../../x.png,,,\n`, "line 2: path: must stay inside the cohort folder"],
    [`${HEAD}\np1,image,/etc/passwd,,,\n`, "line 2: path: must stay inside the cohort folder"],
    [`${HEAD}\np1,image,"x\0.png",,,\n`, "line 2: path: must be a path"],
    [`${HEAD}\np1,image,x.png,-3,,\n`, "line 2: age: must be an age from 0 to 130 years, or empty"],
    [`${HEAD}\np1,image,x.png,131,,\n`, "line 2: age: must be an age from 0 to 130 years, or empty"],
    [`${HEAD}\np1,image,x.png,1e2,,\n`, "line 2: age: must be an age from 0 to 130 years, or empty"],
    [`${HEAD}\np1,image,x.png,,femal,\n`, "line 2: sex: must be female, male, F, M, or empty"],
    [`${HEAD}\np1,image,x.png,,,\np1,image,./x.png,,,\n`, "line 3: path: names the file of line 2 again"],
    [
      `${HEAD}\np1,fhir,p.json,,,\np2,fhir,p.json,,,\n`,
      "line 3: path: names the FHIR file of line 2 for another patient",
    ],
    [`${HEAD}\np1,image,"x.png,,,\n`, "line 2: has a quote that is not closed"],
    [Uint8Array.of(0xff, 0xfe, 0x41), "is not valid UTF-8"],
  ])("refuses %j", async (csv, message) => {
    expect((await refusal(table(csv))).message).toContain(`cohort.csv: ${message}`);
  });

  it("does not follow a link that leads out of the folder", async () => {
    const outside = folder({ "secret.png": "" });
    const dir = realpathSync(folder({ "cohort.csv": `${HEAD}\np1,image,in/secret.png,,,\n` }));
    symlinkSync(outside, join(dir, "in"));
    const refused = await refusal(readTable(dir, collector("stop", [])));
    expect(refused.message).toBe(
      "cohort.csv: line 2: path: must stay inside the cohort folder, also through links",
    );
  });

  it("loses a broken row alone under skip, and a broken table even then", async () => {
    const skipped: Skipped[] = [];
    const found = await table(
      `${HEAD}\np1,ecg,ecg/a.hea,-3,,\np2,ecg,ecg/b.hea,50,,\np3,ecg,ecg/c.hea,50,,\n`,
      skipped,
    );
    expect(found?.rows.map(row => row.patient)).toEqual(["p2"]);
    expect(skipped.map(({ place }) => [place.line, place.field])).toEqual([
      [2, "age"],
      [4, "path"],
    ]);
    expect((await refusal(table("patient\n", []))).message).toContain("the column is missing");
  });

  it("is refused under skip too where one FHIR file has two patients: which to leave out would depend on the other", async () => {
    const csv = `${HEAD}\np1,fhir,p.json,,,\np2,fhir,p.json,,,\n`;
    expect((await refusal(table(csv, []))).message).toContain("for another patient");
  });

  it("can be a folder by mistake", async () => {
    const dir = realpathSync(folder({}));
    mkdirSync(join(dir, "cohort.csv"));
    writeFileSync(join(dir, "x.png"), "");
    expect((await refusal(readTable(dir, collector("stop", [])))).message).toBe(
      "cohort.csv: cannot be read (EISDIR)",
    );
  });
});
