import { createHash } from "node:crypto";
import type { PatientId } from "../../schemas/cohort.ts";
import type { EcgRecord } from "../../schemas/ecg.ts";
import type { ImageRecord } from "../../schemas/image.ts";
import { InvalidInput } from "../errors.ts";

export type OnDuplicate = "stop" | "keep";

interface Seen {
  readonly patient: PatientId;
  readonly file: string;
}

/** The folder that is read: who is in the holdout must not be in the cohort, under whatever id. */
export type Side = "cohort" | "holdout";

/**
 * Watches for one content under two patients: the guarantee would be per patient as the folder counts them, while one
 * person stands behind both. Both are kept or the run stops; leaving one out would depend on the other. The same for
 * one content in cohort and holdout, there under one id too: a control that was fitted makes the audit blind.
 */
export class Duplicates {
  #notices: string[] = [];
  readonly #mode: OnDuplicate;
  readonly #seen = new Map<string, Seen & { readonly side: Side }>();
  #side: Side = "cohort";
  constructor(mode: OnDuplicate) {
    this.#mode = mode;
  }

  /** Of the side that is read now. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  /** From here on the holdout is read, against everything seen in the cohort. */
  enterHoldout(): void {
    this.#side = "holdout";
    this.#notices = [];
  }

  /** @throws InvalidInput naming both files under "stop" */
  watch(what: string, content: string, now: Seen): void {
    const key = `${what}:${content}`;
    const first = this.#seen.get(key);
    if (first === undefined) this.#seen.set(key, { ...now, side: this.#side });
    if (first === undefined || (first.patient === now.patient && first.side === this.#side)) return;
    const across = first.side !== this.#side;
    const where = across ? "which is fitted, while the holdout must not be" : "under another patient";
    const rule = `holds the same ${what} as ${first.file}${across ? " of the cohort" : ""}, ${where}`;
    const file = this.#side === "holdout" ? `holdout: ${now.file}` : now.file;
    if (this.#mode === "keep") {
      this.#notices.push(`${file} ${rule}; both are kept`);
      return;
    }
    const remedy = across ? "take it out of one of them" : "give both files one patient";
    throw new InvalidInput(`${rule}; ${remedy}, or keep both (--on-duplicate keep)`, { file });
  }
}

export const ecgFingerprint = (record: EcgRecord): string => {
  const hash = createHash("sha256").update(`${record.rateHz}`);
  for (const lead of record.leads) hash.update(bytesOf(lead));
  return hash.digest("base64");
};

export const imageFingerprint = ({ width, height, bits, pixels }: ImageRecord): string =>
  createHash("sha256").update(`${width}×${height}×${bits}`).update(bytesOf(pixels)).digest("base64");

const bytesOf = (array: Float32Array | Uint8Array | Uint16Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
