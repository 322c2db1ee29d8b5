import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ecg, type Files, fhirPatient, folder, ndjson, png, read } from "./fixture.ts";

const table = (row: string): Files => ({
  "cohort.csv": `patient,modality,path,age,sex,site\n${row}\n`,
  "x.png": png(1),
});

/** Broken input with a text in it that nobody may read in a message. */
const PLANTED: Readonly<Record<string, (secret: string) => Files>> = {
  "a modality": secret => table(`p,${secret},x.png,,,`),
  "a path": secret => table(`p,image,${secret}.png,,,`),
  "a path outside": secret => table(`p,image,../${secret}.png,,,`),
  "an age": secret => table(`p,image,x.png,${secret},,`),
  "a sex": secret => table(`p,image,x.png,,${secret},`),
  "a patient": secret => table(`${secret},mri,x.png,,,`),
  "a label": secret => table(`p,image,x.png,-3,,${secret}`),
  "an open quote": secret => table(`p,image,x.png,,,"${secret}`),
  "too many cells": secret => table(`p,image,x.png,,,,${secret}`),
  JSON: secret => ({ "Patient.ndjson": `{"resourceType":"Patient","id":"a","name":${secret}}` }),
  "a FHIR id": secret => ({ "Patient.ndjson": ndjson(fhirPatient(`${secret}!`)) }),
  "a gender": secret => ({ "Patient.ndjson": ndjson(fhirPatient("a", { gender: secret })) }),
  "a birth date": secret => ({ "Patient.ndjson": ndjson(fhirPatient("a", { birthDate: secret })) }),
  "a reference": secret => ({
    "C.ndjson": ndjson({
      resourceType: "Condition",
      id: "c",
      subject: { reference: `Patient/${secret}` },
      code: { text: secret },
    }),
  }),
  "an ECG's age": secret => ecg("e", 1, { comments: [`Age: ${secret}`] }),
  "an ECG's diagnosis": secret => ecg("e", 1, { comments: [`Dx: ${secret}`] }),
  "an ECG's header": secret => ({ "e.hea": `e ${secret} 500 5000\n` }),
  "an ECG's gain": secret => ({
    ...ecg("e", 1),
    "e.hea": String(ecg("e", 1)["e.hea"]).replaceAll("1000/mV", secret),
  }),
  "a PNG": secret => ({ "x.png": Buffer.concat([png(1).subarray(0, 40), Buffer.from(secret)]) }),
  "a DICOM": secret => ({ "x.dcm": Buffer.concat([Buffer.alloc(128), Buffer.from(`DICM${secret}`)]) }),
  "a note": secret => ({ "n.txt": Buffer.concat([Buffer.from(secret), Uint8Array.of(0xff)]) }),
};

/** Everything an error shows: message, stack, fields and causes. */
const shown = (error: unknown): string =>
  `${String(error)} ${inspect(error, { depth: 9 })} ${JSON.stringify(error)}`;

const secrets = fc.stringMatching(/^Zq[a-z]{14}$/);

describe("messages about a cohort", () => {
  it.each(Object.keys(PLANTED))(
    "never show what stands in %s, neither when stopping nor when skipping",
    async kind => {
      await fc.assert(
        fc.asyncProperty(secrets, async secret => {
          const dir = folder({ ...ecg("good", 9), ...PLANTED[kind]!(secret) });
          const stopped = await read(dir).catch((error: unknown) => error);
          expect(stopped).toBeInstanceOf(Error);
          expect(shown(stopped)).not.toContain(secret);
          const skipped = await read(dir, { onInvalid: "skip" }).catch((error: unknown) => ({
            notices: [],
            skipped: [shown(error)],
          }));
          expect(skipped.skipped.length).toBeGreaterThan(0);
          expect(JSON.stringify([skipped.notices, skipped.skipped])).not.toContain(secret);
        }),
        { seed: 1, numRuns: 3 },
      );
    },
  );
});
