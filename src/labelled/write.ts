import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodePlanes } from "../../generators/image/png-planes.ts";
import { channelsIn } from "./domain.ts";
import { drawnPictures, MIXES, type Mix, ORIGINS, type PictureModels } from "./draw.ts";
import { writeNpz } from "./npz.ts";
import { LABELS_CSV } from "./read.ts";

export const PICTURES_NPZ = "pictures.npz";
export const PICTURES_FOLDER = "pictures";

export const PICTURES_NOTICE =
  "SYNTHETIC: every picture was drawn from differentially private statistics; nobody in it exists. Pictures of origin prior show shapes and serve training only.";

export interface PicturesAsked {
  readonly count: number;
  readonly seed: string;
  readonly mix: Mix;
  /** Whether a PNG file is written for every picture, beside the arrays. */
  readonly png: boolean;
}

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
  const { domain } = models;
  const [channels, size] = [channelsIn(domain), domain.side ** 2];
  const { classes } = domain;
  const images = new Uint8Array(count * size * channels);
  const labels = new Uint8Array(8 * count);
  const soft = new Float32Array(count * classes.length);
  const origins = new Uint8Array(count);
  const header = ["file", "label", "origin", "drawn_from", ...classes.map(name => `p_${name}`)];
  const lines = [header.map(quoted).join(",")];
  if (png) await mkdir(join(folder, PICTURES_FOLDER));
  let i = 0;
  for (const picture of drawnPictures(models, { seed, recipe: MIXES[mix], from: 0, to: count })) {
    for (let p = 0; p < size; p++)
      for (let c = 0; c < channels; c++)
        images[(i * size + p) * channels + c] = picture.pixels[c * size + p]!;
    labels[8 * i] = picture.label;
    soft.set(picture.probabilities, i * classes.length);
    origins[i] = ORIGINS.indexOf(picture.origin);
    const name = `${String(i).padStart(6, "0")}.png`;
    const from = picture.drawnFrom === undefined ? "" : classes[picture.drawnFrom]!;
    const shares = Array.from(picture.probabilities, value => value.toFixed(4));
    lines.push([name, classes[picture.label]!, picture.origin, from, ...shares].map(quoted).join(","));
    if (png)
      await writeFile(
        join(folder, PICTURES_FOLDER, name),
        encodePlanes(
          picture.pixels,
          { side: domain.side, channels },
          { Label: latin(classes[picture.label]!) },
        ),
      );
    tell(++i);
  }
  const shape = channels === 1 ? [count, domain.side, domain.side] : [count, domain.side, domain.side, 3];
  await writeFile(
    join(folder, PICTURES_NPZ),
    writeNpz({
      images: { shape, type: "u1", bytes: images },
      labels: { shape: [count], type: "i8", bytes: labels },
      probabilities: { shape: [count, classes.length], type: "f4", bytes: new Uint8Array(soft.buffer) },
      origins: { shape: [count], type: "u1", bytes: origins },
    }),
  );
  await writeFile(join(folder, LABELS_CSV), `${lines.join("\n")}\n`);
};

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** What a PNG text chunk can hold. */
const latin = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, "?");
