import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodePng } from "../../generators/image/png.ts";
import type { SyntheticPatient } from "../../schemas/person.ts";
import type { Release } from "../../schemas/release.ts";
import type { Finding, Fitness, ReportInput } from "../../schemas/report.ts";
import { coverage } from "../coverage.ts";
import { REFERENCES } from "../reference/index.ts";
import { renderReport } from "../report/report.ts";
import { certificateOf } from "./certificate.ts";
import { LEDGER_FILE } from "./fit.ts";
import { LIMITS } from "./limits.ts";
import { peopleOf } from "./people.ts";
import { type Models, population, supportRows } from "./population.ts";
import type { Request } from "./steering.ts";
import { NOTICE } from "./write.ts";

export const FINDINGS_FILE = "findings.json";
export const REPORT_FILE = "report.html";

interface Publication {
  /** Shareable folder, complete but for its report. */
  readonly folder: string;
  /** The owner's folder; without it only the public report is written. */
  readonly internal?: string;
  readonly release: Release;
  readonly models: Models;
  readonly draw: Request;
  readonly findings: readonly Finding[];
  /** For the internal report alone. */
  readonly fitness?: Fitness | undefined;
}

/** Writes the public report into the shareable folder and, where there is one, the internal one beside it. */
export const publishReports = async (publication: Publication): Promise<void> => {
  const input = await reportInput(publication);
  const { fitness } = publication;
  await writeFile(
    join(publication.folder, REPORT_FILE),
    renderReport({ ...input, audience: "public", findings: publicOnly(publication.findings) }),
  );
  if (publication.internal !== undefined) {
    await writeFile(
      join(publication.internal, REPORT_FILE),
      renderReport({
        ...input,
        audience: "internal",
        findings: publication.findings,
        ...(fitness === undefined ? {} : { fitness }),
      }),
    );
  }
};

const publicOnly = (findings: readonly Finding[]) => findings.filter(({ audience }) => audience === "public");

const SHOWN = { images: 12, ecgs: 3, notes: 3, searched: 80 };

const reportInput = async ({
  folder,
  release,
  models,
  draw,
}: Publication): Promise<Omit<ReportInput, "audience" | "findings" | "fitness">> => {
  const reference = draw.match ?? REFERENCES["us-2024"];
  const { people, ...backed } = await peopleOf(
    folder,
    reference.axes.map(({ name }) => name),
  );
  const examples = [
    ...population(release, models, draw, { from: 0, to: Math.min(draw.patients, SHOWN.searched) }),
  ];
  return {
    title: "Synthetic cohort",
    asOf: models.asOf,
    plan: release.plan,
    released: numbersIn(release),
    certificate: certificateOf(await readFile(join(folder, LEDGER_FILE), "utf8")),
    support: supportRows(models),
    patients: people.length,
    images: imagesOf(examples),
    ecgs: ecgsOf(examples),
    notes: notesOf(examples),
    ...(people.length > 0 ? { coverage: coverage(people, reference, backed) } : {}),
    limits: [...undrawn(models), ...LIMITS],
  };
};

const numbersIn = ({ sums, choices = [], partitions = [] }: Release): number =>
  sums.reduce(
    (sum, { blocks }) => sum + blocks.reduce((size, block) => size + block.size, 0),
    partitions.reduce((sum, { partitions }) => sum + partitions.length, choices.length),
  );

/** Modalities that nobody declared and that the release does not show: no one is drawn with them. */
const undrawn = ({ drawn }: Models): readonly string[] =>
  (["ecg", "image", "note"] as const)
    .filter(name => !drawn[name])
    .map(
      name =>
        `No ${name} was drawn: the cohort was not declared to hold any, and the noisy count of patients with one does not stand out of its noise.`,
    );

const aged = ({ person }: SyntheticPatient): string =>
  `${person.record.sex ?? "sex not recorded"}, ${person.record.ageYears === undefined ? "age not recorded" : `${Math.floor(person.record.ageYears)} y`}`;

const imagesOf = (examples: readonly SyntheticPatient[]): ReportInput["images"] =>
  examples
    .flatMap(patient => {
      const { image, person } = patient;
      if (image === undefined || person.image === undefined) return [];
      const { finding, laterality, view } = person.image;
      const where = laterality === "not-applicable" ? "" : `, ${laterality}`;
      return [
        {
          png: encodePng(image.record, { Synthetic: "true", Comment: NOTICE }),
          caption: `${finding === "none" ? "no finding" : finding}${where}; ${view}; ${aged(patient)}`,
        },
      ];
    })
    .slice(0, SHOWN.images);

/** First one of each rhythm, so that the page shows more than sinus. */
const ecgsOf = (examples: readonly SyntheticPatient[]): ReportInput["ecgs"] => {
  const seen = new Set<string>();
  const found = examples.flatMap(patient => {
    const { ecg, person } = patient;
    if (ecg === undefined || person.ecg === undefined) return [];
    const first = !seen.has(person.ecg.rhythm);
    seen.add(person.ecg.rhythm);
    const { rhythm, conduction, ectopy, morphology } = person.ecg;
    const rest = [
      conduction === "normal" ? "" : conduction,
      ectopy === "none" ? "" : ectopy,
      morphology === "normal" ? "" : morphology,
    ].filter(part => part !== "");
    return [
      {
        first,
        shown: {
          record: ecg.record,
          measurements: ecg.measurements,
          caption: [rhythm, ...rest, aged(patient)].join("; ").replaceAll("-", " "),
        },
      },
    ];
  });
  return [...found.filter(({ first }) => first), ...found.filter(({ first }) => !first)]
    .slice(0, SHOWN.ecgs)
    .map(({ shown }) => shown);
};

const notesOf = (examples: readonly SyntheticPatient[]): ReportInput["notes"] =>
  examples
    .flatMap(patient =>
      patient.note === undefined
        ? []
        : [{ text: patient.note.text, caption: `${patient.note.type.display}; ${aged(patient)}` }],
    )
    .slice(0, SHOWN.notes);
