import { SIDE } from "../../../generators/image/canonical.ts";
import { encodePng } from "../../../generators/image/png.ts";

/** Rows of canonical films as one grey PNG, each film stretched from −2.2 to 2.2 of its own standard deviations. */
export const contactSheet = (rows: readonly (readonly Float64Array[])[], zoom = 2): Uint8Array => {
  const tile = SIDE * zoom + 4;
  const width = tile * Math.max(...rows.map(row => row.length));
  const height = tile * rows.length;
  const pixels = new Uint8Array(width * height);
  rows.forEach((row, r) => {
    row.forEach((film, c) => {
      for (let y = 0; y < SIDE * zoom; y++) {
        for (let x = 0; x < SIDE * zoom; x++) {
          const value = film[Math.floor(y / zoom) * SIDE + Math.floor(x / zoom)]!;
          pixels[(r * tile + y) * width + c * tile + x] = Math.max(
            0,
            Math.min(255, 255 * (0.5 + value / 4.4)),
          );
        }
      }
    });
  });
  return encodePng({ width, height, bits: 8, pixels });
};
