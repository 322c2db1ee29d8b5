import { COUNT_SHARE, MEAN_CLIP, MOMENT_CLIP, POOLED } from "../../generators/latent/blocks.ts";
import type { LatentSpace } from "../../generators/latent/space.ts";
import { marginalLayout } from "../../generators/patient/marginals.ts";
import type { PlannedPartitions, PlannedTables } from "../../schemas/plan.ts";
import type { Design } from "./design.ts";

/** One block of a plan with the error to expect, from public numbers alone. */
export interface Expected {
  readonly release: string;
  readonly block: string;
  /** Absent where an earlier release decides. */
  readonly values?: number;
  /** Standard deviation of the noise on each value, block units (a patient's block has norm at most 1). */
  readonly noise: number;
  readonly reading: string;
}

export const planned = (design: Design, size: number | undefined): readonly Expected[] =>
  design.plan.releases.flatMap((planned, index) => {
    if (planned.kind === "tables") return [tableReading(planned, String(index + 1))];
    if (planned.kind === "selection") return [];
    if (planned.kind === "partitions") return [phrasesReading(planned, String(index + 1))];
    return planned.blocks.map(block => {
      const noise = Number(planned.noiseMultiplier) / block.weight;
      return {
        release: String(index + 1),
        block: block.name,
        values: block.size,
        noise,
        reading: reading(design, block.name, noise, size),
      };
    });
  });

/** A table that an earlier release chooses: how large it will be is not known, how noisy is. */
const tableReading = ({ noiseMultiplier }: PlannedTables, release: string): Expected => ({
  release,
  block: "patient/pair",
  noise: Number(noiseMultiplier),
  reading: `a pair of attributes that the model is most wrong about: patients in one cell ± ${Math.round(Number(noiseMultiplier))}`,
});

/** Phrases from no list: how many will be let out is not known, how many patients must share one is. */
const phrasesReading = (
  { noiseMultiplier, perPatient, threshold, delta }: PlannedPartitions,
  release: string,
): Expected => ({
  release,
  block: "note/phrases",
  noise: Number(noiseMultiplier) * Math.sqrt(perPatient),
  reading: `phrases that about ${Math.ceil(Number(threshold))} patients share, of at most ${perPatient} a patient; δ ${delta} pays for the rest`,
});

const reading = (design: Design, name: string, noise: number, size: number | undefined): string => {
  const [part, kind] = name.split("/");
  if (part === "patient") return marginalsReading(design, noise);
  const space = part === "ecg" ? design.frame.ecg : part === "image" ? design.frame.image : undefined;
  if (space === undefined) return "how notes are laid out and worded, each share of the whole";
  return kind === "means" ? meansReading(space, noise, size) : momentsReading(space, noise, size);
};

/** Noise of a cell in patients, for the tables that say who the patients are and for a typical condition. */
const marginalsReading = (design: Design, noise: number): string => {
  const layout = marginalLayout(design.domain, design.focus);
  const cell = (name: string) => {
    const table = layout.find(({ columns }) => columns.name === name);
    return table === undefined ? [] : [`${name} ± ${(noise / table.weight).toFixed(0)}`];
  };
  const condition = layout.find(({ columns }) => columns.name.startsWith("condition/"))?.columns.name ?? "";
  return `patients in one cell: ${["sex", "presence", "race", "rhythm", "finding", condition].flatMap(cell).join(", ").replace("sex", "age × sex")}`;
};

const meansReading = (space: LatentSpace, noise: number, size: number | undefined): string => {
  const count = noise / Math.sqrt(COUNT_SHARE);
  const perPatient = ((noise / POOLED) * MEAN_CLIP * space.radius) / space.emphasis[0]!;
  const needed = Math.ceil(perPatient);
  const here = size === undefined ? "" : `; with ${size} ± ${(perPatient / size).toFixed(2)}`;
  return `stratum sizes ± ${count.toFixed(0)} patients; a leading mean over all strata ± 1 prior sd for ${needed} patients${here}`;
};

const momentsReading = (space: LatentSpace, noise: number, size: number | undefined): string => {
  const perPatient = (noise * (MOMENT_CLIP * space.radius) ** 2) / space.emphasis[0]! ** 2;
  const here = size === undefined ? "" : `; with ${size}, ± ${(perPatient / size).toFixed(2)}`;
  return `a leading variance ± 1 (prior = 1) for ${Math.ceil(perPatient)} patients${here}`;
};
