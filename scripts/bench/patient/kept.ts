import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a peer answered, or why it did not. */
export type KeptDraw =
  | {
      readonly columns: readonly (readonly number[])[];
      readonly seconds: number;
      readonly cpuSeconds: number;
      readonly software: string;
    }
  /** The limit was reached: kept, so that it is not waited for again. */
  | { readonly stopped: string }
  /** It could not be run at all: not kept. */
  | { readonly skipped: string };

const FOLDER = join("bench", "patient-draws");

/**
 * A peer's draw, kept by the hash of all it was asked: a bench that is run again makes only the draws that are missing.
 * Remove the folder for new noise.
 */
export const kept = (
  asked: {
    readonly method: string;
    readonly request: string;
    readonly draw: number;
    readonly limitSeconds: number;
  },
  make: () => KeptDraw,
): Exclude<KeptDraw, { readonly stopped: string }> => {
  const { method, request, draw, limitSeconds } = asked;
  const hash = createHash("sha256").update(request).digest("hex").slice(0, 16);
  const path = join(FOLDER, `${method}-${hash}-${draw}.json`);
  const limitPath = join(FOLDER, `${method}-${hash}-stopped-${limitSeconds}.json`);
  for (const file of [path, limitPath])
    if (existsSync(file)) return asSkipped(JSON.parse(readFileSync(file, "utf8")));
  const made = make();
  if (!("skipped" in made)) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync("stopped" in made ? limitPath : path, JSON.stringify(made));
  }
  return asSkipped(made);
};

const asSkipped = (draw: KeptDraw): Exclude<KeptDraw, { readonly stopped: string }> =>
  "stopped" in draw ? { skipped: draw.stopped } : draw;
