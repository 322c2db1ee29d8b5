import { closeSync, openSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodePlanes } from "../../generators/image/png-planes.ts";
import { SOFTWARE } from "../version.ts";
import { channelsIn } from "./domain.ts";
import { type DrawnPicture, drawnPictures, MIXES, type Mix, ORIGINS, type PictureModels } from "./draw.ts";
import { type NpzWriter, npzWriter } from "./npz.ts";
import { LABELS_CSV } from "./read.ts";

export const PICTURES_NPZ = "pictures.npz";
export const PICTURES_FOLDER = "pictures";

const PICTURES_NOTICE =
  "SYNTHETIC: every picture was drawn from differentially private statistics; nobody in it exists. Pictures of origin prior show shapes and serve training only.";

export interface PicturesAsked {
  readonly count: number;
  readonly seed: string;
  readonly mix: Mix;
  /** Whether a PNG file is written for every picture, beside the arrays. */
  readonly png: boolean;
}

/** What the manifest of drawn pictures states, but for whether the owner signed it. */
export const picturesManifest = (planHash: string, { count, seed, mix, png }: PicturesAsked) =>
  ({
    format: "semblance-output/1",
    synthetic: true,
    notice: PICTURES_NOTICE,
    software: SOFTWARE,
    planHash,
    seed,
    patients: count,
    asked: { pictures: { mix, png } },
  }) as const;

/**
 * Writes `pictures.npz` (`images` n × side × side [× 3] bytes, `labels` n, `probabilities` n × classes, `origins` n:
 * 0 class, 1 variation, 2 prior) and `labels.csv` (file, label, origin, drawn from, and a column of probability a
 * class); with `png`, one file a picture. The same release, seed and mix give the same bytes.
 *
 * @param folder  existing, temporary; the caller renames it when all is written
 */
export const writePictures = async (
  folder: string,
  models: PictureModels,
  { count, seed, mix, png }: PicturesAsked,
  tell: (done: number) => void = () => undefined,
): Promise<void> => {
  const { side, classes } = models.domain;
  const channels = channelsIn(models.domain);
  const rest = new Rest(classes, count);
  if (png) await mkdir(join(folder, PICTURES_FOLDER));
  const file = openSync(join(folder, PICTURES_NPZ), "wx");
  try {
    const writer = npzWriter(part => {
      writeFileSync(file, part);
    });
    const pictures = drawnPictures(models, { seed, recipe: MIXES[mix], from: 0, to: count });
    const shape = channels === 1 ? [count, side, side] : [count, side, side, 3];
    writer.array("images", { shape, type: "u1" }, interleaved());
    rest.write(writer);
    writer.end();

    function* interleaved(): Generator<Uint8Array> {
      let i = 0;
      for (const picture of pictures) {
        rest.add(i, picture);
        if (png)
          writeFileSync(
            join(folder, PICTURES_FOLDER, fileOf(i)),
            encodePlanes(picture.pixels, { side, channels }, { Label: latin(classes[picture.label]!) }),
          );
        yield channelsLast(picture.pixels, channels);
        tell(++i);
      }
    }
  } finally {
    closeSync(file);
  }
  await writeFile(join(folder, LABELS_CSV), rest.csv());
};

const fileOf = (i: number): string => `${String(i).padStart(6, "0")}.png`;

/** Channels × pixels → pixels × channels. */
const channelsLast = (planes: Uint8Array, channels: number): Uint8Array => {
  const size = planes.length / channels;
  const out = new Uint8Array(planes.length);
  for (let p = 0; p < size; p++)
    for (let c = 0; c < channels; c++) out[p * channels + c] = planes[c * size + p]!;
  return out;
};

/** What is kept of every picture until the end: some bytes. */
class Rest {
  readonly #classes: readonly string[];
  readonly #labels: Uint8Array;
  readonly #probabilities: Float32Array;
  readonly #origins: Uint8Array;
  readonly #lines: string[];

  constructor(classes: readonly string[], count: number) {
    this.#classes = classes;
    this.#labels = new Uint8Array(8 * count);
    this.#probabilities = new Float32Array(count * classes.length);
    this.#origins = new Uint8Array(count);
    const header = ["file", "label", "origin", "drawn_from", ...classes.map(name => `p_${name}`)];
    this.#lines = [header.map(quoted).join(",")];
  }

  add(i: number, { label, probabilities, origin, drawnFrom }: DrawnPicture): void {
    this.#labels[8 * i] = label;
    this.#probabilities.set(probabilities, i * this.#classes.length);
    this.#origins[i] = ORIGINS.indexOf(origin);
    const from = drawnFrom === undefined ? "" : this.#classes[drawnFrom]!;
    const shares = Array.from(probabilities, value => value.toFixed(4));
    this.#lines.push([fileOf(i), this.#classes[label]!, origin, from, ...shares].map(quoted).join(","));
  }

  write(writer: NpzWriter): void {
    const count = this.#origins.length;
    const { buffer } = this.#probabilities;
    writer.array("labels", { shape: [count], type: "i8" }, [this.#labels]);
    writer.array("probabilities", { shape: [count, this.#classes.length], type: "f4" }, [
      new Uint8Array(buffer),
    ]);
    writer.array("origins", { shape: [count], type: "u1" }, [this.#origins]);
  }

  csv(): string {
    return `${this.#lines.join("\n")}\n`;
  }
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** What a PNG text chunk can hold. */
const latin = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, "?");
