import type * as fhir from "@medplum/fhirtypes";
import type { EcgMeasurements } from "../../schemas/ecg.ts";
import { type DxLabel, ECG_LABELS, labelsOf } from "../../schemas/ecg-vocabulary.ts";
import type { Finding } from "../../schemas/image.ts";
import type { Person, Provenance, SyntheticPatient } from "../../schemas/person.ts";
import type { Coded, Observation } from "../../schemas/record.ts";
import { type Concept, coded, conceptOf, hl7, LOINC, SNOMED } from "./fhir-codes.ts";
import {
  encounterOf,
  type ImageUids,
  type PersonFiles,
  resourceId,
  subjectOf,
  syntheticMeta,
} from "./fhir-identity.ts";
import { measured } from "./fhir-resources.ts";

/** @source  LOINC; 8636-3 is the corrected QT by whatever formula (here Fridericia), 8632-2 the frontal axis */
export const ECG_MEASUREMENTS = [
  ["8867-4", "Heart rate", "heartRate", "/min"],
  ["8625-6", "P-R Interval", "prMs", "ms"],
  ["8633-0", "QRS duration", "qrsMs", "ms"],
  ["8634-8", "Q-T interval", "qtMs", "ms"],
  ["8636-3", "Q-T interval corrected", "qtcMs", "ms"],
  ["8632-2", "QRS axis", "axisDegrees", "deg"],
] as const satisfies readonly (readonly [
  code: string,
  display: string,
  of: keyof EcgMeasurements,
  unit: string,
])[];

/** ECG measurements as coded observations; absent where not measurable (PR in atrial fibrillation). To 0.1 of the unit. */
export const ecgObservations = (measurements: EcgMeasurements, date: string): readonly Observation[] =>
  ECG_MEASUREMENTS.flatMap(([code, display, of, unit]) => {
    const value = measurements[of];
    return value === undefined
      ? []
      : [{ code: { system: LOINC, code, display }, value: Math.round(value * 10) / 10, unit, date }];
  });

/** The ECG of a person: its measurements, the report, and a document that points to the waveform file. */
export const ecgResources = (
  { person, ecg }: SyntheticPatient,
  files: PersonFiles,
): readonly fhir.Resource[] => {
  if (ecg === undefined) return [];
  const observations = ecgObservations(ecg.measurements, person.visitDate).map(
    (observation): fhir.Observation => ({
      resourceType: "Observation",
      id: resourceId(person, `Observation/ecg/${observation.code.code}`),
      meta: syntheticMeta(ecg.provenance),
      status: "final",
      category: [coded(hl7("observation-category"), "procedure", "Procedure")],
      ...subjectOf(person),
      ...encounterOf(person),
      effectiveDateTime: person.visitDate,
      ...measured(observation),
      ...(observation.code.code === "8636-3" ? { method: { text: "Fridericia" } } : {}),
    }),
  );
  const statements = ecgStatements(person);
  const report: fhir.DiagnosticReport = {
    ...reportShell(person, "ecg", ecg.provenance),
    category: [coded(hl7("v2-0074"), "EC", "Electrocardiac (e.g., EKG, EEC, Holter)")],
    code: conceptOf(EKG_STUDY),
    result: observations.map(({ id }) => ({ reference: `Observation/${id}` })),
    ...(statements.length === 0
      ? {}
      : {
          conclusion: statements.map(({ text }) => text).join("; "),
          conclusionCode: [...statements],
        }),
  };
  const waveform = files.ecg === undefined ? [] : [{ contentType: "application/x-wfdb", url: files.ecg }];
  return [...observations, report, ...fileDocument(person, report, ecg.provenance, waveform)];
};

export const EKG_STUDY: Coded = { system: LOINC, code: "11524-6", display: "EKG study" };

/**
 * Preferred terms, and the words of an ECG report, where they differ from the Challenge's names.
 *
 * @source  displays: SNOMED CT preferred terms
 */
const TERMS: Readonly<Record<string, readonly [display: string, words: string]>> = {
  "426783006": ["Electrocardiogram: sinus rhythm", "Sinus rhythm"],
  "426177001": ["Electrocardiogram: sinus bradycardia", "Sinus bradycardia"],
  "427084000": ["Electrocardiogram: sinus tachycardia", "Sinus tachycardia"],
  "164889003": ["Electrocardiographic atrial fibrillation", "Atrial fibrillation"],
  "164890007": ["Electrocardiographic atrial flutter", "Atrial flutter"],
  "164909002": ["Electrocardiographic left bundle branch block", "Left bundle branch block"],
  "284470004": ["Premature atrial contraction", "Premature atrial contractions"],
  "427172004": [
    "Electrocardiogram: premature ventricular contractions",
    "Premature ventricular contractions",
  ],
};

const stated = ({ code, display }: DxLabel): readonly [code: string, display: string, words: string] => [
  code,
  ...(TERMS[code] ?? ([display, display] as const)),
];

/** What a recording can show, in SNOMED CT and in the words of an ECG report. */
export const STATEMENTS = ECG_LABELS.map(stated);

const ecgStatements = ({ ecg }: Person): readonly Required<Pick<Concept, "coding" | "text">>[] =>
  (ecg === undefined ? [] : labelsOf(ecg)).map(label => {
    const [code, display, words] = stated(label);
    return { coding: [{ system: SNOMED, code, display }], text: words };
  });

const reportShell = (person: Person, label: string, provenance: Provenance) => ({
  resourceType: "DiagnosticReport" as const,
  id: resourceId(person, `DiagnosticReport/${label}`),
  meta: syntheticMeta(provenance),
  status: "final" as const,
  ...subjectOf(person),
  ...encounterOf(person),
  effectiveDateTime: person.visitDate,
});

/** A document whose contents are files beside the FHIR folder. */
const fileDocument = (
  person: Person,
  report: fhir.DiagnosticReport,
  provenance: Provenance,
  attachments: readonly { readonly contentType: string; readonly url: string }[],
): readonly fhir.DocumentReference[] => {
  if (attachments.length === 0) return [];
  const { encounter } = encounterOf(person);
  return [
    {
      resourceType: "DocumentReference",
      id: resourceId(person, `DocumentReference/${report.id}`),
      meta: syntheticMeta(provenance),
      status: "current",
      type: report.code,
      ...subjectOf(person),
      date: instantOf(person.visitDate),
      content: attachments.map(attachment => ({ attachment })),
      context: {
        ...(encounter === undefined ? {} : { encounter: [encounter] }),
        related: [{ reference: `DiagnosticReport/${report.id}` }],
      },
    },
  ];
};

/** A day as the FHIR instant at its start, UTC. */
export const instantOf = (day: string): string => `${day.slice(0, 10)}T00:00:00Z`;

/** @source  LOINC, in the R4 report-codes value set: 24648-8 Chest X-ray PA upright, 36572-6 Chest X-ray AP single view */
export const CHEST_XRAY: Readonly<Record<"PA" | "AP", Coded>> = {
  PA: { system: LOINC, code: "24648-8", display: "XR Chest PA upright" },
  AP: { system: LOINC, code: "36572-6", display: "XR Chest AP" },
};

/** SNOMED CT findings; "none" and "other" are said in words alone. */
export const FINDING_CODES: Readonly<Record<Finding, Coded | undefined>> = {
  none: undefined,
  cardiomegaly: { system: SNOMED, code: "8186001", display: "Cardiomegaly" },
  effusion: { system: SNOMED, code: "60046008", display: "Pleural effusion" },
  consolidation: { system: SNOMED, code: "95436008", display: "Lung consolidation" },
  nodule: { system: SNOMED, code: "427359005", display: "Solitary nodule of lung" },
  pneumothorax: { system: SNOMED, code: "36118008", display: "Pneumothorax" },
  other: undefined,
};

/** @source  DICOM PS3.4 B.5 */
const DX_IMAGE = {
  system: "urn:ietf:rfc:3986",
  code: "urn:oid:1.2.840.10008.5.1.4.1.1.1.1",
  display: "Digital X-Ray Image Storage - For Presentation",
};

/** The image of a person: study with the DICOM file's UIDs, report, and a document that points to the files. */
export const imageResources = (
  { person, image }: SyntheticPatient,
  files: PersonFiles,
  imageUids: (person: Person) => ImageUids,
): readonly fhir.Resource[] => {
  if (image === undefined) return [];
  const { study, series, instance } = imageUids(person);
  const imagingStudy: fhir.ImagingStudy = {
    resourceType: "ImagingStudy",
    id: resourceId(person, "ImagingStudy"),
    meta: syntheticMeta(image.provenance),
    identifier: [{ system: "urn:dicom:uid", value: `urn:oid:${study}` }],
    status: "available",
    modality: [DX],
    ...subjectOf(person),
    ...encounterOf(person),
    started: person.visitDate,
    numberOfSeries: 1,
    numberOfInstances: 1,
    series: [
      {
        uid: series,
        modality: DX,
        numberOfInstances: 1,
        instance: [{ uid: instance, sopClass: DX_IMAGE }],
      },
    ],
  };
  const report: fhir.DiagnosticReport = {
    ...reportShell(person, "image", image.provenance),
    category: [coded(hl7("v2-0074"), "RAD", "Radiology")],
    code: conceptOf(CHEST_XRAY[person.image?.view ?? image.record.view ?? "PA"]),
    imagingStudy: [{ reference: `ImagingStudy/${imagingStudy.id}` }],
    ...imageConclusion(person),
  };
  const attachments = [
    ...(files.dicom === undefined ? [] : [{ contentType: "application/dicom", url: files.dicom }]),
    ...(files.png === undefined ? [] : [{ contentType: "image/png", url: files.png }]),
  ];
  return [imagingStudy, report, ...fileDocument(person, report, image.provenance, attachments)];
};

const DX = {
  system: "http://dicom.nema.org/resources/ontology/DCM",
  code: "DX",
  display: "Digital Radiography",
};

const imageConclusion = ({
  image,
}: Person): { conclusion?: string; conclusionCode?: fhir.CodeableConcept[] } => {
  if (image === undefined) return {};
  if (image.finding === "none") return { conclusion: "No abnormal finding" };
  const code = FINDING_CODES[image.finding];
  const side = image.laterality === "not-applicable" ? "" : `, ${image.laterality}`;
  const conclusion = `${code?.display ?? "Other abnormal finding"}${side}`;
  return { conclusion, ...(code === undefined ? {} : { conclusionCode: [conceptOf(code)] }) };
};
