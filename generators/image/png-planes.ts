import { encode } from "fast-png";
import { InvalidInput } from "../../src/errors.ts";
import { intactPng, luminance, SYNTHETIC_MARK, sampleOf } from "./png.ts";

/**
 * Planes of a PNG file of any depth: channels × height × width, 0 to 1 of full scale. Grey is asked of a coloured
 * picture as its luminance, colour of a grey one as three times the same; an alpha channel is dropped.
 *
 * @throws InvalidInput naming file and rule
 */
export const decodePlanes = (
  bytes: Uint8Array,
  file: string,
  channels: 1 | 3,
): { readonly width: number; readonly height: number; readonly planes: Float64Array } => {
  const png = intactPng(bytes, file);
  const { width, height, palette, depth } = png;
  const sample = sampleOf(png);
  const top = 2 ** depth - 1;
  const colourOf = (x: number, y: number): readonly number[] => {
    if (palette !== undefined) {
      const entry = palette[sample(x, y, 0)];
      if (entry === undefined) throw new InvalidInput("palette must hold every colour used", { file });
      return entry.slice(0, 3).map(value => value / 255);
    }
    if (png.channels < 3) return [sample(x, y, 0) / top];
    return [0, 1, 2].map(c => sample(x, y, c) / top);
  };
  const planes = new Float64Array(channels * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = colourOf(x, y);
      for (let c = 0; c < channels; c++)
        planes[(c * height + y) * width + x] = channels === 1 ? grey(colour) : (colour[c] ?? colour[0]!);
    }
  return { width, height, planes };
};

const grey = (colour: readonly number[]): number =>
  colour.length === 1 ? colour[0]! : luminance(colour[0]!, colour[1]!, colour[2]!);

/**
 * PNG of 8-bit planes (channels × side × side), marked as synthetic in a text chunk.
 *
 * @param text  further Latin-1 text chunks, by keyword
 */
export const encodePlanes = (
  planes: Uint8Array,
  { side, channels }: { readonly side: number; readonly channels: 1 | 3 },
  text: Readonly<Record<string, string>> = {},
): Uint8Array => {
  const size = side * side;
  const data = new Uint8Array(planes.length);
  for (let p = 0; p < size; p++)
    for (let c = 0; c < channels; c++) data[p * channels + c] = planes[c * size + p]!;
  return encode({
    width: side,
    height: side,
    data,
    depth: 8,
    channels,
    text: { Comment: SYNTHETIC_MARK, ...text },
  });
};
