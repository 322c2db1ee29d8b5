import { type DecodedPng, decode, encode } from "fast-png";
import type { ImageRecord } from "../../schemas/image.ts";
import { InvalidInput } from "../../src/errors.ts";

/** Rec. 709 weights, ISO 15739 / ITU-R BT.709: what a coloured pixel is worth in grey. */
const LUMA = [0.2126, 0.7152, 0.0722] as const;

/** Pictures beyond this are refused before a pixel is held: 16 384 on a side covers every detector. */
const LARGEST_SIDE = 16_384;

/**
 * Grey image of a PNG file: 1 to 16 bit, grey, colour (to luminance) or palette; an alpha channel is dropped. Less
 * than 8 bits are stretched to 8.
 *
 * @param file  name for messages, relative to the cohort
 * @throws      InvalidInput naming file and rule
 */
export const decodePng = (bytes: Uint8Array, file: string): ImageRecord => {
  const png = intactPng(bytes, file);
  const bits = png.depth === 16 ? 16 : 8;
  const top = 2 ** bits - 1;
  const grey = png.palette ? paletteGrey(png, file) : channelGrey(png, top / (2 ** png.depth - 1));
  return {
    width: png.width,
    height: png.height,
    bits,
    pixels: bits === 16 ? Uint16Array.from(grey) : Uint8Array.from(grey),
  };
};

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

/** Size in the header is checked first: a corrupt one would ask for gigabytes. */
const checkHeader = (bytes: Uint8Array, file: string): void => {
  if (!isPng(bytes) || bytes.length < 33)
    throw new InvalidInput("must be a PNG with a complete header", { file });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const at of [16, 20]) {
    const side = view.getUint32(at);
    if (side < 1 || side > LARGEST_SIDE) {
      throw new InvalidInput(`width and height must be 1 to ${LARGEST_SIDE} pixels`, { file });
    }
  }
};

/**
 * A PNG file as it stands, its header and pixel rows checked.
 *
 * @throws InvalidInput naming file and rule
 */
export const intactPng = (bytes: Uint8Array, file: string): DecodedPng => {
  checkHeader(bytes, file);
  let png: DecodedPng;
  try {
    png = decode(bytes, { checkCrc: true });
  } catch {
    // The library's message may quote bytes of the file, so it is not passed on.
    throw new InvalidInput("must be an intact PNG (checksums, compressed data and chunks)", { file });
  }
  const samples = png.width * png.height * png.channels;
  const packed = png.depth < 8 ? Math.ceil((png.width * png.channels * png.depth) / 8) * png.height : samples;
  if (png.data.length < packed) throw new InvalidInput("must hold all its pixel rows", { file });
  return png;
};

/** Sample (x, y, channel); fewer than 8 bits are packed, each row on its own byte boundary. */
export const sampleOf = (png: DecodedPng): ((x: number, y: number, channel: number) => number) => {
  const { width, channels, depth, data } = png;
  if (depth >= 8) return (x, y, channel) => data[(y * width + x) * channels + channel]!;
  const rowBytes = Math.ceil((width * channels * depth) / 8);
  const mask = 2 ** depth - 1;
  return (x, y, channel) => {
    const bit = (x * channels + channel) * depth;
    return (data[y * rowBytes + (bit >> 3)]! >> (8 - depth - (bit & 7))) & mask;
  };
};

const channelGrey = (png: DecodedPng, scale: number): Float64Array => {
  const sample = sampleOf(png);
  return eachPixel(png, (x, y) =>
    png.channels < 3
      ? Math.round(sample(x, y, 0) * scale)
      : Math.round(scale * luminance(sample(x, y, 0), sample(x, y, 1), sample(x, y, 2))),
  );
};

const paletteGrey = (png: DecodedPng, file: string): Float64Array => {
  const sample = sampleOf(png);
  const greys = (png.palette ?? []).map(([r, g, b]) => Math.round(luminance(r ?? 0, g ?? 0, b ?? 0)));
  const grey = eachPixel(png, (x, y) => greys[sample(x, y, 0)] ?? -1);
  if (grey.includes(-1)) throw new InvalidInput("palette must hold every colour used", { file });
  return grey;
};

/** Rec. 709 grey of a colour, in the colour's units. */
export const luminance = (r: number, g: number, b: number): number => LUMA[0] * r + LUMA[1] * g + LUMA[2] * b;

const eachPixel = (png: DecodedPng, at: (x: number, y: number) => number): Float64Array => {
  const out = new Float64Array(png.width * png.height);
  for (let y = 0, i = 0; y < png.height; y++) for (let x = 0; x < png.width; x++, i++) out[i] = at(x, y);
  return out;
};

/**
 * PNG of a grey image, marked as synthetic in a text chunk.
 *
 * @param text further Latin-1 text chunks, by keyword
 */
export const encodePng = (record: ImageRecord, text: Readonly<Record<string, string>> = {}): Uint8Array =>
  encode({
    width: record.width,
    height: record.height,
    data: record.pixels,
    depth: record.bits,
    channels: 1,
    text: { Comment: SYNTHETIC_MARK, ...text },
  });

/** The machine-readable mark of every written image. */
export const SYNTHETIC_MARK = "SYNTHETIC: generated, shows no real patient";
