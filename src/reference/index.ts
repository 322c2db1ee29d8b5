import { INDIA_2011 } from "./india-2011.ts";
import type { ReferencePopulation } from "./population.ts";
import { US_2024 } from "./us-2024.ts";

/** The reference populations that ship with the product. */
export const REFERENCES = { "us-2024": US_2024, "india-2011": INDIA_2011 } as const satisfies Record<
  string,
  ReferencePopulation
>;
export type ReferenceName = keyof typeof REFERENCES;
