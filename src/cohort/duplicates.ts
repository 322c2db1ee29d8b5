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

/**
 * Watches for one content under two patients: the guarantee would be per patient as the folder counts them, while one
 * person stands behind both. Both are kept or the run stops; leaving one out would depend on the other.
 */
export class Duplicates {
  readonly notices: string[] = [];
  readonly #mode: OnDuplicate;
  readonly #seen = new Map<string, Seen>();
  constructor(mode: OnDuplicate) {
    this.#mode = mode;
  }

  /** @throws InvalidInput naming both files under "stop" */
  watch(what: string, content: string, now: Seen): void {
    const key = `${what}:${content}`;
    const first = this.#seen.get(key);
    if (first === undefined) this.#seen.set(key, now);
    if (first === undefined || first.patient === now.patient) return;
    if (this.#mode === "keep") {
      this.notices.push(
        `${now.file} holds the same ${what} as ${first.file}, under another patient; both are kept`,
      );
      return;
    }
    throw new InvalidInput(
      `holds the same ${what} as ${first.file}, under another patient; give both files one patient, or keep both`,
      { file: now.file },
    );
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
