import { cp, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readFhir } from "../generators/patient/fhir-read.ts";
import { FINDINGS, VIEWS } from "../schemas/image.ts";
import type { Sex } from "../schemas/record.ts";
import { parseCsv } from "../src/cohort/csv.ts";
import { InvalidRequest } from "../src/errors.ts";

/**
 * Builds cohort folders from the public development data: `ecg` (201 ten-second 12-lead ECGs of the PhysioNet/CinC
 * Challenge 2021), `image` (621 chest X-rays of NIH ChestX-ray14 at 128 px), `fhir` (109 Synthea bundles) and `joined`
 * (one Synthea record, one ECG and one X-ray of the same sex and about the same age a patient). Deterministic: the same
 * data give the same folders.
 */
export const linkCohorts = async (
  data: string,
  out: string,
  only: readonly Kind[] = KINDS,
): Promise<void> => {
  for (const kind of only) {
    const to = join(out, kind);
    if ((await stat(to).catch(() => undefined)) !== undefined)
      throw new InvalidRequest(`${kind} is in the output folder already`);
    const cohort = await BUILD[kind](data);
    for (const { from, path } of cohort.files) await copy(from, join(to, path));
    await mkdir(to, { recursive: true });
    if (cohort.rows.length > 0) await writeFile(join(to, "cohort.csv"), csv(cohort.rows));
    await writeFile(join(to, "cohort.yaml"), cohort.yaml);
    await writeFile(join(to, "README.txt"), cohort.readme);
  }
};

const KINDS = ["ecg", "image", "fhir", "joined"] as const;
type Kind = (typeof KINDS)[number];

type Row = Readonly<Record<string, string>>;
interface Built {
  readonly files: readonly { readonly from: string; readonly path: string }[];
  /** Lines of cohort.csv; none where FHIR references join the patients. */
  readonly rows: readonly Row[];
  readonly yaml: string;
  readonly readme: string;
}

/** One source record of one person; ages in years. */
interface Source {
  readonly key: string;
  readonly ageYears: number | undefined;
  readonly sex: Sex | undefined;
  readonly files: Built["files"];
  readonly row: Row;
}

const SYNTHEA_DAY = "2021-04-01";

const BUILD: Readonly<Record<Kind, (data: string) => Promise<Built>>> = {
  ecg: async data => {
    const sources = await ecgSources(data);
    return {
      ...listed(sources),
      yaml: "version: 1\nsize: 200   # the public set's own size\nmodalities: [ecg]\n",
      readme: ECG_README,
    };
  },
  image: async data => {
    const sources = await imageSources(data);
    return {
      ...listed(sources),
      yaml: `version: 1\nsize: 621   # the public set's own size\nmodalities: [image]\n${IMAGE_YAML}`,
      readme: IMAGE_README,
    };
  },
  fhir: async data => {
    const files = (await syntheaSources(data)).flatMap(source => source.files);
    const yaml = `version: 1\nsize: 109   # the public set's own size\nasOf: ${SYNTHEA_DAY}   # just after the last encounter of the simulation\nmodalities: [fhir, note]\n`;
    return { files, rows: [], yaml, readme: FHIR_README };
  },
  joined: async data => {
    const trios = join3(await syntheaSources(data), await ecgSources(data), await imageSources(data));
    const yaml = `version: 1\nsize: 99\nasOf: ${SYNTHEA_DAY}\nmodalities: [fhir, ecg, image, note]\n${IMAGE_YAML}`;
    const rows = trios.flatMap((trio, index) =>
      trio.map(source => ({ ...source.row, patient: `joined-${String(index + 1).padStart(3, "0")}` })),
    );
    return { files: trios.flat().flatMap(source => source.files), rows, yaml, readme: JOINED_README };
  },
};

const listed = (sources: readonly Source[]) => ({
  files: sources.flatMap(source => source.files),
  rows: sources.map(source => source.row),
});

/** Recordings with the same bytes are one person's: E07509 and E07510 become one patient. */
const ecgSources = async (data: string): Promise<readonly Source[]> => {
  const folder = join(data, "ecg/cinc2021");
  const manifest = (await table(join(folder, "manifest.csv"))).filter(row =>
    row.path!.startsWith("records10s/"),
  );
  const owner = new Map<string, string>();
  return manifest.map(row => {
    if (!owner.has(row.sha256_mat!)) owner.set(row.sha256_mat!, row.record!);
    const paths = [`${row.path}.hea`, `${row.path}.mat`];
    const [age, sex] = [row.age === "NaN" ? "" : row.age!, row.sex!];
    return source(owner.get(row.sha256_mat!)!, {
      files: paths.map(path => ({ from: join(folder, path), path: `ecg/${basename(path)}` })),
      row: { modality: "ecg", path: `ecg/${row.record}.hea`, age, sex },
    });
  });
};

const imageSources = async (data: string): Promise<readonly Source[]> => {
  const folder = join(data, "images/nih_cxr14");
  return (await table(join(folder, "manifest.csv"))).map(row => {
    const path = `image/${basename(row.path!)}`;
    const { age = "", sex = "", view = "", findings = "" } = row;
    const files = [{ from: join(folder, row.path!), path }];
    return source(row.patient_id!, { files, row: { modality: "image", path, age, sex, view, findings } });
  });
};

const syntheaSources = async (data: string): Promise<readonly Source[]> => {
  const sources: Source[] = [];
  for (const folder of ["fhir/synthea_r4_bundles", "fhir/synthea_r4_bundles_gz"]) {
    const names = (await readdir(join(data, folder))).filter(name => /\.json(\.gz)?$/.test(name)).sort();
    for (const name of names) {
      const from = join(data, folder, name);
      const { patients } = await readFhir([{ path: from, name }], { asOf: SYNTHEA_DAY });
      const [id, { record }] = [...patients][0]!;
      const path = `fhir/${name}`;
      const row = { modality: "fhir", path, age: String(record.ageYears ?? ""), sex: record.sex ?? "" };
      sources.push(source(id, { files: [{ from, path }], row }));
    }
  }
  return sources;
};

const SEXES: Readonly<Record<string, Sex>> = {
  F: "female",
  Female: "female",
  female: "female",
  M: "male",
  Male: "male",
  male: "male",
};

const source = (
  key: string,
  { files, row }: { readonly files: Built["files"]; readonly row: Row },
): Source => ({
  key,
  ageYears: row.age === "" ? undefined : Number(row.age),
  sex: SEXES[row.sex!],
  files,
  row: { patient: key, ...row },
});

const WITHIN_YEARS = 5;

/**
 * Records with an ECG and an X-ray each, same sex, both ages within five years of the record's. Records by age; of what
 * fits, the youngest not yet taken: that leaves out as few as can be for one kind of partner.
 */
const join3 = (
  records: readonly Source[],
  ecgs: readonly Source[],
  images: readonly Source[],
): readonly (readonly Source[])[] => {
  const taken = new Set<string>();
  const partner = (record: Source, among: readonly Source[], kind: string): Source | undefined =>
    byAge(among).find(
      each =>
        !taken.has(`${kind}/${each.key}`) &&
        each.sex === record.sex &&
        Math.abs(each.ageYears! - record.ageYears!) <= WITHIN_YEARS,
    );
  return byAge(records).flatMap(record => {
    const ecg = partner(record, ecgs, "ecg");
    const image = partner(record, images, "image");
    if (ecg === undefined || image === undefined) return [];
    taken.add(`ecg/${ecg.key}`).add(`image/${image.key}`);
    return [[record, ecg, image]];
  });
};

const byAge = (sources: readonly Source[]): readonly Source[] =>
  sources
    .filter(each => each.ageYears !== undefined && each.sex !== undefined)
    .sort((a, b) => a.ageYears! - b.ageYears! || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));

const table = async (path: string): Promise<readonly Row[]> => {
  const [header, ...records] = parseCsv(await readFile(path, "utf8"), basename(path));
  return records.map(({ cells }) =>
    Object.fromEntries(header!.cells.map((name, index) => [name, cells[index]!])),
  );
};

const csv = (rows: readonly Row[]): string => {
  const columns = [...new Set(["patient", "modality", "path", ...rows.flatMap(row => Object.keys(row))])];
  const cell = (text = ""): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map(row => columns.map(column => cell(row[column])).join(","));
  return `${[columns.join(","), ...lines].join("\n")}\n`;
};

const copy = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to);
};

/**
 * NIH label → built-in finding, most specific first: of a label such as "Effusion|Mass" the first listed here counts.
 * Mass is a focal opacity like a nodule (over 3 cm); pneumonia and infiltration are airspace opacities.
 */
const NIH_FINDINGS: readonly (readonly [string, (typeof FINDINGS)[number]])[] = [
  ["Pneumothorax", "pneumothorax"],
  ["Effusion", "effusion"],
  ["Cardiomegaly", "cardiomegaly"],
  ["Nodule", "nodule"],
  ["Mass", "nodule"],
  ["Consolidation", "consolidation"],
  ["Pneumonia", "consolidation"],
  ["Infiltration", "consolidation"],
  ["Atelectasis", "other"],
  ["Edema", "other"],
  ["Emphysema", "other"],
  ["Fibrosis", "other"],
  ["Hernia", "other"],
  ["Pleural_Thickening", "other"],
  ["No Finding", "none"],
];

const IMAGE_YAML = `image: { width: 128, height: 128, bits: 8 }
attributes:
  finding:   # of several labels the first that is listed in the mapping counts
    column: findings
    values: [${FINDINGS.join(", ")}]
    mapping:
${NIH_FINDINGS.map(([label, finding]) => `      ${label}: ${finding}`).join("\n")}
  view: { column: view, values: [${VIEWS.join(", ")}] }
`;

const ECG_README = `201 twelve-lead ECGs of ten seconds at 500 Hz, PhysioNet/CinC Challenge 2021, made into a cohort by
scripts/link-cohort.ts. REAL recordings of people. The public set does not say which recordings are of one
person (PTB-XL has several a person), so that each recording counts as one patient, except two with the
same bytes (E07509, E07510), which count as one.
`;

const IMAGE_README = `621 chest X-rays at 128 px of 621 patients, NIH ChestX-ray14, made into a cohort by
scripts/link-cohort.ts. REAL images of people. Wang et al., CVPR 2017; NIH Clinical Center;
https://nihcc.app.box.com/v/ChestXray-NIHCC. The findings were text-mined by their authors and are about 90% right.
`;

const FHIR_README = `109 patients of Synthea (FHIR R4 bundles), made into a cohort by scripts/link-cohort.ts. SYNTHETIC: none of
them is a person.
`;

const JOINED_README = `THESE JOINS ARE NOT REAL PEOPLE. Each patient of this cohort is put together by scripts/link-cohort.ts from
three unrelated sources: a Synthea record (synthetic), an ECG (PhysioNet/CinC Challenge 2021, a real
recording) and a chest X-ray (NIH ChestX-ray14, a real image), of the same sex and with ages within five
years of the record's. Nothing links them but sex and age. Use this cohort to see that linked data can be
read and generated, never to learn how record, ECG and image go together.
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      data: { type: "string", default: "../shared/data" },
      out: { type: "string" },
      only: { type: "string" },
    },
  });
  const only = KINDS.filter(kind => values.only === undefined || values.only === kind);
  if (values.out === undefined || only.length === 0) {
    process.stderr.write(`usage: link-cohort --data <folder> --out <folder> [--only ${KINDS.join("|")}]\n`);
    process.exitCode = 64;
  } else {
    await linkCohorts(values.data, values.out, only);
  }
}
