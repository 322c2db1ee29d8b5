import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { labelsOf } from "../../generators/ecg/prior.ts";
import { writeEcg } from "../../generators/ecg/wfdb-write.ts";
import { encodeDicom, uidsOf } from "../../generators/image/dicom-write.ts";
import { encodePng } from "../../generators/image/png.ts";
import { ENGLISH_VOCABULARY } from "../../generators/note/bank/en/vocabulary.ts";
import { uncertainSpans } from "../../generators/note/uncertainty.ts";
import { ownersAttributes } from "../../generators/patient/domain.ts";
import { writtenOn } from "../../generators/patient/fhir-document.ts";
import { openFhir } from "../../generators/patient/fhir-write.ts";
import { NdjsonFile } from "../../generators/patient/ndjson.ts";
import { openPatientsTable } from "../../generators/patient/table.ts";
import { tableColumns } from "../../generators/patient/vocabulary.ts";
import { vocabularyComments } from "../../schemas/ecg-vocabulary.ts";
import type { SyntheticPatient } from "../../schemas/person.ts";
import type { Release } from "../../schemas/release.ts";
import type { Progress } from "../progress.ts";
import { SOFTWARE } from "../version.ts";
import { type Models, population } from "./population.ts";
import type { Request } from "./steering.ts";

export const NOTICE =
  "SYNTHETIC: every person in this folder was drawn from differentially private statistics and public priors; nobody in it exists.";

/**
 * Draws a population and writes it into `folder` (existing, temporary): FHIR NDJSON, WFDB, PNG, DICOM, notes and one
 * table. The same release, seed and build give the same bytes. One person at a time is in memory.
 */
export const writePopulation = async (
  folder: string,
  release: Release,
  models: Models,
  draw: Request,
  progress: Progress,
  observe: (patient: SyntheticPatient) => void = () => {},
): Promise<void> => {
  const paths = {
    fhir: join(folder, "fhir"),
    ecg: join(folder, "ecg"),
    images: join(folder, "images"),
    dicom: join(folder, "dicom"),
  };
  await mkdir(paths.fhir, { recursive: true });
  const fhir = openFhir(paths.fhir, { asOf: models.asOf, imageUids: person => uidsOf(person.id) });
  const table = openPatientsTable(folder, {
    ...tableColumns(release.plan.domain),
    labels: ownersAttributes(release.plan.domain),
    release: release.planHash,
  });
  const notes = await NdjsonFile.create(join(folder, "notes.ndjson"));
  const step = progress.step("drawing patients");
  for (const drawn of population(release, models, draw)) {
    const patient = doubted(drawn);
    await fhir.write(patient);
    await table.write(patient);
    await writeSignals(paths, patient);
    if (patient.note !== undefined) await notes.write(noteOf(patient));
    observe(patient);
    step(patient.person.index + 1, draw.patients);
  }
  await notes.close();
  await fhir.close();
  await table.close();
  await writeFile(join(folder, "README.txt"), `${NOTICE}\n\n${LAYOUT}`);
};

const LAYOUT = `fhir/             FHIR R4, Bulk Data NDJSON; every resource has meta.tag HTEST
ecg/              12-lead ECGs, WFDB, 500 Hz, 10 s, with the beats marked (.atr)
images/           PNG, with a text chunk that says synthetic
dicom/            the same images as DICOM
notes.ndjson      notes with their facts, the spans that state them, and every mention by type
patients.parquet  one row a person (the same as patients.arrow)
release.json      the plan and every number that left the sealed data: all that the people were drawn from
ledger.jsonl      what was spent, hash-chained; "semblance verify" recomputes the total from it
manifest.json     the hash of every file
*.dsse.json       the owner's signed certificate over release and ledger (and, without "origin-", over every file)
*.pub.pem         the key it can be checked with; whose key it is, ask the owner: "semblance verify --key"
`;

const writeSignals = async (
  paths: Readonly<Record<"ecg" | "images" | "dicom", string>>,
  patient: SyntheticPatient,
): Promise<void> => {
  const { person, ecg, image } = patient;
  if (ecg !== undefined && person.ecg !== undefined) {
    const record = { ...ecg.record, dx: labelsOf(person.ecg).map(({ code }) => code) };
    await writeEcg(paths.ecg, person.id, record, {
      comments: [
        `Generator: ${SOFTWARE}`,
        `Provenance: ${ecg.provenance}`,
        ...vocabularyComments(person.ecg),
      ],
    });
  }
  if (image !== undefined) {
    await mkdir(paths.images, { recursive: true });
    await mkdir(paths.dicom, { recursive: true });
    const marks = { Synthetic: "true", Comment: NOTICE, Software: SOFTWARE, Provenance: image.provenance };
    await writeFile(join(paths.images, `${person.id}.png`), encodePng(image.record, marks));
    await writeFile(join(paths.dicom, `${person.id}.dcm`), encodeDicom(image.record, dicomHeader(patient)));
  }
};

const dicomHeader = ({ person }: SyntheticPatient) => ({
  patientId: person.id,
  patientName: `${person.name.family}^${person.name.given}`,
  ...(person.record.birthDate === undefined ? {} : { birthDate: person.record.birthDate }),
  ...(person.record.sex === undefined ? {} : { sex: person.record.sex }),
  ...(person.record.ageYears === undefined ? {} : { ageYears: person.record.ageYears }),
  studyDate: person.visitDate.slice(0, 10),
  uidSeed: person.id,
});

/** The patient with the uncertainty of every span of the note. */
const doubted = (patient: SyntheticPatient): SyntheticPatient =>
  patient.note === undefined
    ? patient
    : { ...patient, note: { ...patient.note, spans: uncertainSpans(patient.note, ENGLISH_VOCABULARY) } };

/** One note with its truth: text, sections, mentions, facts and the spans that state them, with their uncertainty. */
const noteOf = ({ person, note }: SyntheticPatient) => ({
  synthetic: true,
  patient: person.id,
  date: note === undefined ? person.visitDate : writtenOn({ person, note }),
  ...note,
});
