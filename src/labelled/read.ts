import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { decodePlanes } from "../../generators/image/png-planes.ts";
import type { MarkKey } from "../../privacy/budget/key.ts";
import type { Roster } from "../../privacy/budget/placing.ts";
import type { Cohort, PatientId } from "../../schemas/cohort.ts";
import type { LabelledPatient, LabelledView } from "../../schemas/labelled.ts";
import { Duplicates, type OnDuplicate } from "../cohort/duplicates.ts";
import { InvalidInput } from "../errors.ts";
import { readRows } from "../table/read.ts";
import { channelsIn, type PictureDomain } from "./domain.ts";
import { readNpz } from "./npz.ts";
import type { PictureView } from "./plan.ts";
import { labelledView } from "./view.ts";

export const LABELS_CSV = "labels.csv";

/** One picture as it stands in the cohort; private. */
interface Picture {
  readonly patient: string;
  readonly label: string;
  /** Where it was read, for messages. */
  readonly place: { readonly file: string; readonly line?: number };
  /** Channels × side × side, 0 to 1. */
  light(): Promise<Float64Array>;
}

/** A cohort of labelled pictures, read; private but for the notices, which stay with the owner. */
export interface ReadPictures {
  readonly cohort: Cohort<LabelledPatient>;
  readonly roster: Roster;
  readonly notices: readonly string[];
}

export interface PictureReading {
  readonly domain: PictureDomain;
  readonly view: PictureView;
  readonly onDuplicate: OnDuplicate;
  readonly marks: MarkKey;
  readonly progress?: (done: number, all: number) => void;
}

/**
 * Reads a folder of PNG files with `labels.csv` (columns `file`, `label` and, where a patient has several pictures,
 * `patient`), or an .npz file (`images` n × side × side [× 3] of bytes, `labels` n, `patients` n where there are several
 * pictures of one). Labels are declared classes, in .npz their numbers from 0. Nothing is learnt from the pictures.
 *
 * @throws InvalidInput naming file, line and rule, never a label or a patient
 */
export const readPictures = async (path: string, reading: PictureReading): Promise<ReadPictures> => {
  const { domain, view, marks, progress } = reading;
  const isFolder = (await stat(path)).isDirectory();
  const pictures = isFolder ? await inFolder(path, domain) : await inNpz(path, domain);
  const duplicates = new Duplicates(reading.onDuplicate);
  const patients = new Map<PatientId, { readonly views: LabelledView[]; readonly marks: Set<string> }>();
  let done = 0;
  for (const picture of pictures) {
    const label = domain.classes.indexOf(picture.label);
    if (label < 0) throw new InvalidInput("label must be one of the declared classes", picture.place);
    const light = await picture.light();
    const patient = picture.patient as PatientId;
    const known = patients.get(patient) ?? { views: [], marks: new Set([marks.mark("id", patient)]) };
    patients.set(patient, known);
    if (!isFlat(light)) {
      const bytes = Uint8Array.from(light, value => Math.round(255 * value));
      const { file, line } = picture.place;
      const where = line === undefined ? file : `${file}, line ${line}`;
      duplicates.watch("picture", createHash("sha256").update(bytes).digest("hex"), { patient, file: where });
      known.marks.add(marks.mark("image", bytes));
    }
    known.views.push(labelledView(view, light, { side: domain.side, label }));
    progress?.(++done, pictures.length);
  }
  return {
    cohort: patients,
    roster: [...patients.values()].map(each => [...each.marks]),
    notices: duplicates.notices,
  };
};

const isFlat = (light: Float64Array): boolean => light.every(value => value === light[0]);

const inFolder = async (folder: string, domain: PictureDomain): Promise<readonly Picture[]> => {
  const { header, rows } = await readRows(join(folder, LABELS_CSV));
  const column = (name: string) => header.indexOf(name);
  const [file, label, patient] = [column("file"), column("label"), column("patient")];
  if (file < 0 || label < 0)
    throw new InvalidInput('must have the columns "file" and "label"', { file: LABELS_CSV });
  return rows.map(({ line, cells }): Picture => {
    const name = cells[file]?.trim() ?? "";
    const place = { file: LABELS_CSV, line };
    if (name === "" || basename(name) !== name)
      throw new InvalidInput("must name a file of this folder", { ...place, field: "file" });
    const who = patient < 0 ? name : (cells[patient]?.trim() ?? "");
    if (who === "") throw new InvalidInput("must name a patient", { ...place, field: "patient" });
    return {
      patient: who,
      label: cells[label]?.trim() ?? "",
      place,
      light: async () => {
        const bytes = await readFile(join(folder, name)).catch(cause => {
          throw new InvalidInput("names a picture that is not there", place, { cause });
        });
        return checked(decodePlanes(bytes, name, channelsIn(domain)), domain, name);
      },
    };
  });
};

const checked = (
  { width, height, planes }: ReturnType<typeof decodePlanes>,
  { side }: PictureDomain,
  file: string,
): Float64Array => {
  if (width !== side || height !== side)
    throw new InvalidInput(`must be ${side} × ${side} pixels, as declared`, { file });
  return planes;
};

const inNpz = async (path: string, domain: PictureDomain): Promise<readonly Picture[]> => {
  const file = basename(path);
  const arrays = readNpz(await readFile(path), file);
  const [images, labels, patients] = ["images", "labels", "patients"].map(name => arrays.get(name));
  const channels = channelsIn(domain);
  if (images === undefined || labels === undefined)
    throw new InvalidInput('must hold the arrays "images" and "labels"', { file });
  const [n = 0, ...picture] = images.shape;
  const wanted = channels === 1 ? [domain.side, domain.side] : [domain.side, domain.side, 3];
  if (images.type !== "u1" || picture.join() !== wanted.join())
    throw new InvalidInput(`must be bytes of n × ${wanted.join(" × ")}, as declared`, {
      file,
      field: "images",
    });
  const label = wholeNumbers(labels, n, { file, field: "labels" });
  const patient = patients === undefined ? undefined : wholeNumbers(patients, n, { file, field: "patients" });
  const size = domain.side ** 2;
  return label.map(
    (value, i): Picture => ({
      patient: String(patient?.[i] ?? i),
      label: domain.classes[value] ?? "",
      place: { file, line: i },
      light: async () => {
        const out = new Float64Array(channels * size);
        for (let p = 0; p < size; p++)
          for (let c = 0; c < channels; c++)
            out[c * size + p] = images.bytes[(i * size + p) * channels + c]! / 255;
        return out;
      },
    }),
  );
};

/** n whole numbers of 1, 4 or 8 bytes; a column is taken for a list. */
const wholeNumbers = (
  {
    type,
    bytes,
    shape,
  }: { readonly type: string; readonly bytes: Uint8Array; readonly shape: readonly number[] },
  n: number,
  place: { readonly file: string; readonly field: string },
): readonly number[] => {
  const size = Number(type.slice(1));
  if (!/^[iu][1248]$/.test(type) || shape.reduce((product, k) => product * k, 1) !== n)
    throw new InvalidInput(`must be ${n} whole numbers`, place);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: n }, (_, i) => {
    if (size === 1) return view.getUint8(i);
    if (size === 2) return view.getUint16(2 * i, true);
    if (size === 4) return view.getInt32(4 * i, true);
    return Number(view.getBigInt64(8 * i, true));
  });
};
