import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Patient } from "../../schemas/cohort.ts";
import { linkCohorts } from "../../scripts/link-cohort.ts";
import { readConfig } from "../../src/cohort/config.ts";
import { readCohort } from "../../src/cohort/read.ts";

const DATA = fileURLToPath(new URL("../../../shared/data", import.meta.url));

/** What a reading needs to keep of a patient here: no signals. */
const small = ({ record, ecgs, images, labels }: Patient) => ({
  ageYears: record.ageYears,
  sex: record.sex,
  conditions: record.conditions.length,
  ecgs: ecgs.map(({ ageYears, sex }) => ({ ageYears, sex })),
  images: images.map(({ ageYears, sex, view }) => ({ ageYears, sex, view })),
  labels,
});

describe.skipIf(!existsSync(DATA))(
  "cohorts linked from the real material (skipped where ../shared/data is absent)",
  () => {
    let out = "";
    beforeAll(async () => {
      out = mkdtempSync(join(tmpdir(), "semblance-link-"));
      await linkCohorts(DATA, out);
    });
    afterAll(() => rmSync(out, { recursive: true, force: true }));

    const read = async (kind: string) => {
      const config = await readConfig(join(out, kind));
      const asOf = config.asOf ?? "2024-06-30";
      return readCohort(join(out, kind), config, { asOf, onInvalid: "skip", digest: small });
    };

    it("read 201 ECGs of 200 patients: two files have one signal, and six have a flat lead", async () => {
      const { patients, counts, skipped } = await read("ecg");
      expect(skipped.map(({ rule }) => rule)).toEqual(Array(6).fill("the lead is flat"));
      expect([patients.size, counts.beyondLimit.ecg, counts.duplicates]).toEqual([194, 1, 0]);
    });

    it("read 621 X-rays with age, sex, view and one of the public findings each", async () => {
      const { patients, skipped } = await read("image");
      expect([patients.size, skipped.length]).toEqual([621, 0]);
      const { attributes } = await readConfig(join(out, "image"));
      const finding = attributes.find(source => source.attribute.name === "finding")!;
      for (const { ageYears, sex, images, labels } of patients.values()) {
        expect([ageYears, sex, images[0]!.view]).not.toContain(undefined);
        expect(finding.attribute.categories).toContain(finding.mapping[labels.findings!]);
      }
    });

    it("read 109 Synthea records by their references", async () => {
      const { patients, skipped, notices } = await read("fhir");
      expect([patients.size, skipped, notices]).toEqual([109, [], []]);
    });

    it("join record, ECG and X-ray of one sex within five years, and say that nobody is real", async () => {
      const { patients, counts } = await read("joined");
      expect(patients.size).toBe(99);
      expect(counts).toMatchObject({ missingAge: 0, missingSex: 0, sexInConflict: 0, duplicates: 0 });
      for (const { ageYears, sex, ecgs, images } of patients.values())
        for (const signal of [...ecgs, ...images]) {
          expect(signal.sex).toBe(sex);
          expect(Math.abs(signal.ageYears! - ageYears!)).toBeLessThanOrEqual(5);
        }
      expect(readFileSync(join(out, "joined/README.txt"), "utf8")).toMatch(
        /^THESE JOINS ARE NOT REAL PEOPLE/,
      );
    });

    it("do not overwrite a folder", async () => {
      await expect(linkCohorts(DATA, out, ["image"])).rejects.toThrow("in the output folder already");
    });
  },
);
