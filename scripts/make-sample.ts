/**
 * Makes samples/cohort: 200 linked people who never existed, as a small hospital would hand them over. They come from
 * the public priors under a law of their own (older, more fibrillation, another amplifier and exposure), so that a fit
 * has something to learn. Deterministic: `npm run make:sample` gives the same bytes.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { measure } from "../generators/ecg/delineate.ts";
import { ecgPrior, labelsOf } from "../generators/ecg/prior.ts";
import { encodePng } from "../generators/image/png.ts";
import { imagePriorAt } from "../generators/image/prior.ts";
import { writeNote } from "../generators/note/grammar.ts";
import { PRIOR_STYLE } from "../generators/note/style.ts";
import { builtInDomain } from "../generators/patient/domain.ts";
import { openFhir } from "../generators/patient/fhir-write.ts";
import { recordLaw, sampler } from "../generators/patient/law.ts";
import { priorBackbone } from "../generators/patient/model.ts";
import { drawPerson } from "../generators/patient/person.ts";
import { MODALITIES } from "../schemas/cohort.ts";
import type { EcgRecord } from "../schemas/ecg.ts";
import type { Person, SyntheticPatient } from "../schemas/person.ts";
import { type Rng, rng } from "../src/math/rng.ts";
import { writeSmallEcg } from "./small-ecg.ts";

const PEOPLE = 200;
const AS_OF = "2026-01-01";
const OUT = new URL("../samples/cohort", import.meta.url).pathname;
const image = { width: 128, height: 128, bits: 8 } as const;

/** This hospital's people: the prior's, kept more often when older or fibrillating. */
function* admitted(random: Rng): Generator<Person> {
  const { draw } = sampler(recordLaw(priorBackbone(builtInDomain(MODALITIES))));
  for (let index = 0; ; index++) {
    const own = random.child(`person|${index}`);
    const person = drawPerson(draw(own.child("assignment")), index, own, {
      asOf: AS_OF,
      idSeed: "sample",
    });
    const age = person.record.ageYears ?? 50;
    const rhythm = person.ecg?.rhythm === "atrial-fibrillation" ? 2 : 1;
    if (random.child(`keep|${index}`).chance(Math.min(1, 0.15 + 0.3 * rhythm * Math.max(0, (age - 20) / 60))))
      yield person;
  }
}

/** The hospital's own device: slightly higher gain and slower repolarisation; a darker, sharper exposure. */
const gain = (record: EcgRecord): EcgRecord => ({
  ...record,
  leads: record.leads.map(lead => lead.map(value => 1.12 * value)),
});

const ecgOf = (person: Person, random: Rng): SyntheticPatient["ecg"] => {
  if (person.ecg === undefined) return undefined;
  const { scene } = ecgPrior.simulate(person.ecg, random.child("simulate"));
  const record = gain(ecgPrior.render(scene, new Float64Array(ecgPrior.dimension), random.child("render")));
  const measurements = measure(record);
  return measurements === undefined ? undefined : { record, measurements, provenance: "prior-only" };
};

const imageOf = (person: Person, random: Rng): SyntheticPatient["image"] => {
  if (person.image === undefined) return undefined;
  const prior = imagePriorAt(image);
  const { scene } = prior.simulate(person.image, random.child("simulate"));
  const record = prior.render(scene, new Float64Array(prior.dimension), random.child("render"));
  const pixels = (record.pixels as Uint8Array).map(value => Math.round(255 * (value / 255) ** 1.2));
  return { record: { ...record, pixels }, provenance: "prior-only" };
};

const make = async (): Promise<void> => {
  const root = rng("sample-cohort/1");
  await rm(OUT, { recursive: true, force: true });
  for (const folder of ["fhir", "ecg", "images"]) await mkdir(join(OUT, folder), { recursive: true });
  const fhir = openFhir(join(OUT, "fhir"), {
    asOf: AS_OF,
    imageUids: () => ({ study: "2.25.1", series: "2.25.2", instance: "2.25.3" }),
  });
  const rows = ["patient,modality,path,age,sex,findings,view"];
  let made = 0;
  for (const person of admitted(root)) {
    const random = root.child(`signals|${person.index}`);
    const ecg = ecgOf(person, random.child("ecg"));
    const picture = imageOf(person, random.child("image"));
    const note = writeNote(
      person,
      {
        ...(ecg && person.ecg ? { ecg: { measurements: ecg.measurements, order: person.ecg } } : {}),
        ...(picture && person.image ? { image: person.image } : {}),
      },
      PRIOR_STYLE,
      random.child("note"),
    );
    await fhir.write({ person, note, provenance: "unsupported" });
    const { ageYears, sex } = person.record;
    const tail = (findings: string, view: string) =>
      `${ageYears === undefined ? "" : Math.floor(ageYears)},${sex ?? ""},${findings},${view}`;
    if (ecg !== undefined && person.ecg !== undefined) {
      await writeSmallEcg(join(OUT, "ecg"), person.id, {
        ...ecg.record,
        dx: labelsOf(person.ecg).map(({ code }) => code),
      });
      rows.push(`${person.id},ecg,ecg/${person.id}.hea,${tail("", "")}`);
    }
    if (picture !== undefined && person.image !== undefined) {
      await writeFile(
        join(OUT, "images", `${person.id}.png`),
        encodePng(picture.record, { Synthetic: "true" }),
      );
      rows.push(
        `${person.id},image,images/${person.id}.png,${tail(person.image.finding, person.image.view)}`,
      );
    }
    if (++made === PEOPLE) break;
  }
  await fhir.close();
  await rm(join(OUT, "fhir", "manifest.json"));
  for (const file of await readdir(join(OUT, "fhir"))) {
    const path = join(OUT, "fhir", file);
    await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: 9 }));
    await rm(path);
  }
  await writeFile(join(OUT, "cohort.csv"), `${rows.join("\n")}\n`);
  await writeFile(join(OUT, "cohort.yaml"), CONFIG);
  await writeFile(join(OUT, "README.txt"), README);
};

const CONFIG = `# What the owner of this cohort declares as public. Nothing here is taken from the patients.
version: 1
size: 200
asOf: ${AS_OF}
modalities: [fhir, ecg, image, note]
recordsPerPatient: { ecg: 1, image: 1, note: 4 }
image: { width: 128, height: 128, bits: 8 }
`;

const README = `SYNTHETIC: made by scripts/make-sample.ts from public priors. No real person is described here.
`;

await make();
console.log(`${PEOPLE} people: ${OUT}`);
