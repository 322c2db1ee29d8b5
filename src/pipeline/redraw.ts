import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EVIDENCE, type OutputManifest } from "../../schemas/evidence.ts";
import { pictureDomainOf } from "../labelled/domain.ts";
import { pictureModels } from "../labelled/draw.ts";
import { viewOf } from "../labelled/plan.ts";
import { writePictures } from "../labelled/write.ts";
import type { Progress } from "../progress.ts";
import { drawnTable } from "../table/draw.ts";
import { isTableRelease, readTableRelease } from "../table/release.ts";
import { writeTable } from "../table/write.ts";
import { ownReference, requestIn } from "./asked.ts";
import { filesUnder, sha256File } from "./folder.ts";
import { sameImageDetail } from "./image-detail.ts";
import { modelsOf } from "./population.ts";
import { publishReports, REPORT_FILE } from "./publish.ts";
import { readRelease } from "./read-release.ts";
import { writePopulation } from "./write.ts";

/**
 * Draws a folder's cohort again, from its release, count and seed alone, into a temporary folder that is removed.
 *
 * @param folder  one that verifies
 * @returns       every drawn file → SHA-256, the report included where the folder has one
 */
export const redraw = async (
  folder: string,
  manifest: Pick<OutputManifest, "patients" | "seed" | "asked" | "files">,
  progress: Progress,
): Promise<Readonly<Record<string, string>>> => {
  const place = await mkdtemp(join(tmpdir(), "semblance-redraw-"));
  try {
    if (isTableRelease(await readFile(join(folder, EVIDENCE.release), "utf8"))) {
      const { release } = await readTableRelease(folder);
      const drawn = drawnTable(release, { rows: manifest.patients, seed: manifest.seed });
      await writeTable(place, drawn, release.planHash);
      return await hashesOf(place);
    }
    if (manifest.asked?.pictures !== undefined) {
      const { release } = await readRelease(folder);
      const models = pictureModels(release, viewOf(pictureDomainOf(release.plan), release.plan.budget));
      await writePictures(place, models, {
        count: manifest.patients,
        seed: manifest.seed,
        ...manifest.asked.pictures,
      });
      return await hashesOf(place);
    }
    const draw = await requestIn(folder, manifest);
    const own = ownReference(manifest);
    // It belongs to what is drawn.
    if (own !== undefined) await copyFile(join(folder, own), join(place, own));
    const { release } = await readRelease(folder);
    const detail = manifest.asked?.imageDetail && (await sameImageDetail(manifest.asked.imageDetail));
    const models = { ...modelsOf(release), ...(detail && { imageDetail: detail.of }) };
    await writePopulation(place, release, models, draw, progress);
    if (manifest.files[REPORT_FILE] !== undefined) {
      await copyFile(join(folder, EVIDENCE.ledger), join(place, EVIDENCE.ledger));
      await publishReports({ folder: place, release, models, draw, findings: [] });
      await rm(join(place, EVIDENCE.ledger));
    }
    return await hashesOf(place);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
};

const hashesOf = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const found: Record<string, string> = {};
  for (const file of await filesUnder(folder)) found[file] = await sha256File(join(folder, file));
  return found;
};
