import { InvalidInput } from "../../src/errors.ts";

/**
 * Checks the MATLAB v4 header in front of the samples of a Challenge `.mat` file (format "16+24"): one int16
 * little-endian real matrix of signals × samples, so that column-major order is interleaved order.
 *
 * @throws InvalidInput where the matrix is not that
 * @source MathWorks, MAT-File Format (version 4): mopt = 1000 M + 100 O + 10 P + T, P = 3 for int16
 */
export const checkMat4 = (
  bytes: Uint8Array,
  expected: { readonly signals: number; readonly samples?: number; readonly byteOffset: number },
  file: string,
): void => {
  if (bytes.length < 24) throw new InvalidInput("the MATLAB file is truncated inside its header", { file });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [type, rows, columns, imaginary, nameLength] = [0, 4, 8, 12, 16].map(at => view.getInt32(at, true));
  if (type !== 30 || imaginary !== 0)
    throw new InvalidInput("the MATLAB file must be version 4 with one real int16 little-endian matrix", {
      file,
    });
  if (rows !== expected.signals || (expected.samples !== undefined && columns !== expected.samples))
    throw new InvalidInput("the MATLAB matrix must have the signals × samples of its header", { file });
  if (20 + (nameLength ?? 0) !== expected.byteOffset)
    throw new InvalidInput("the samples must start right after the MATLAB header", { file });
};
