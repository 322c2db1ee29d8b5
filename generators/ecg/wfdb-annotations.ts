import { InvalidInput } from "../../src/errors.ts";

/** One annotation of a WFDB annotation file. */
export interface WfdbAnnotation {
  /** Sample number at the annotation file's rate, which is the record's unless the file says otherwise. */
  readonly sample: number;
  /** Annotation code, 1 to 49 (ecgcodes.h): 1 normal beat, 5 ventricular premature, 28 rhythm change, … */
  readonly code: number;
  /** Text that belongs to it, e.g. a rhythm. */
  readonly text?: string;
}

const SKIP = 59;
const AUXILIARY = 63;
/** Codes 60 to 62 change a field of the annotations around them and stand for none. */
const LARGEST_CODE = 49;

/** Codes that mark a QRS complex, as `isqrs` of the WFDB library has it. */
const QRS_CODES = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 25, 30, 34, 35, 38, 41]);

export const isQrs = ({ code }: WfdbAnnotation): boolean => QRS_CODES.has(code);

/**
 * Annotations of a file in MIT format: words of 16 bits, little endian; the upper six bits are the code, the lower
 * ten the samples since the annotation before. SKIP carries a longer interval, AUX a text.
 *
 * @param bytes  whole file
 * @returns      in the order of the file, which is by time
 * @throws       InvalidInput where the file ends inside an annotation or holds a code that is none
 * @source       WFDB Applications Guide, annot(5): https://physionet.org/physiotools/wag/annot-5.htm
 */
export const parseAnnotations = (bytes: Uint8Array, file: string): readonly WfdbAnnotation[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out: WfdbAnnotation[] = [];
  let sample = 0;
  for (let at = 0; ; at += 2) {
    if (at + 2 > bytes.length)
      throw new InvalidInput("the annotation file ends without its end mark", { file });
    const word = view.getUint16(at, true);
    if (word === 0) return out;
    const [code, low] = [word >> 10, word & 0x3ff];
    if (code === SKIP) {
      if (at + 6 > bytes.length) throw new InvalidInput("the annotation file is truncated", { file });
      // High word first, each little endian.
      sample += view.getInt16(at + 2, true) * 65536 + view.getUint16(at + 4, true);
      at += 4;
    } else if (code === AUXILIARY) {
      if (at + 2 + low > bytes.length) throw new InvalidInput("the annotation file is truncated", { file });
      const text = Buffer.from(bytes.subarray(at + 2, at + 2 + low))
        .toString("latin1")
        .replace(/\0+$/, "");
      const last = out.pop();
      if (last !== undefined) out.push({ ...last, text });
      at += low + (low % 2);
    } else if (code <= LARGEST_CODE) {
      sample += low;
      if (code > 0) out.push({ sample, code });
    } else if (code < 60)
      throw new InvalidInput("an annotation's code must be 0 to 49 or 59 to 63", { file });
  }
};
