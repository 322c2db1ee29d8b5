import { decode, encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { decodePng, encodePng, SYNTHETIC_MARK } from "../../../generators/image/png.ts";
import { InvalidInput } from "../../../src/errors.ts";
import { rng } from "../../../src/math/rng.ts";

const ramp8 = Uint8Array.from({ length: 35 }, (_, i) => (i * 7) % 256);
const ramp16 = Uint16Array.from({ length: 35 }, (_, i) => (i * 1871) % 65536);

/** A CRC-correct PNG of one colour type with stored rows, as the encoder of the library writes no packed palette. */
const png = (channels: number, data: Uint8Array | Uint16Array, depth: 8 | 16 = 8) =>
  encode({ width: 7, height: 5, data, channels, depth });

describe("reading and writing PNG", () => {
  it.each([
    { bits: 8 as const, pixels: ramp8 },
    { bits: 16 as const, pixels: ramp16 },
  ])("read(write(x)) = x, $bits bits", ({ bits, pixels }) => {
    const record = { width: 7, height: 5, bits, pixels };
    expect(decodePng(encodePng(record), "a.png")).toEqual(record);
  });

  it("every written file says in a text chunk that it is synthetic", () => {
    const bytes = encodePng({ width: 7, height: 5, bits: 8, pixels: ramp8 }, { Provenance: "prior-only" });
    expect(decode(bytes).text).toEqual({ Comment: SYNTHETIC_MARK, Provenance: "prior-only" });
  });

  it("an alpha channel is dropped, not blended", () => {
    const greyAlpha = Uint8Array.from({ length: 70 }, (_, i) => (i % 2 === 0 ? ramp8[i / 2]! : i));
    expect([...decodePng(png(2, greyAlpha), "a.png").pixels]).toEqual([...ramp8]);
    const rgba = Uint8Array.from({ length: 140 }, (_, i) => (i % 4 === 3 ? 9 : ramp8[Math.floor(i / 4)]!));
    expect([...decodePng(png(4, rgba), "a.png").pixels]).toEqual([...ramp8]);
  });

  it("colour becomes luminance: green weighs most, blue least", () => {
    const grey = (r: number, g: number, b: number) =>
      decodePng(
        png(
          3,
          Uint8Array.from({ length: 105 }, (_, i) => [r, g, b][i % 3]!),
        ),
        "a.png",
      ).pixels[0];
    expect([grey(255, 0, 0), grey(0, 255, 0), grey(0, 0, 255)]).toEqual([54, 182, 18]); // 255 × (0.2126, 0.7152, 0.0722)
    expect(grey(255, 255, 255)).toBe(255);
  });

  it("16-bit colour keeps 16 bits", () => {
    const data = Uint16Array.from({ length: 105 }, (_, i) => ramp16[Math.floor(i / 3)]!);
    expect(decodePng(png(3, data, 16), "a.png")).toMatchObject({ bits: 16, pixels: ramp16 });
  });

  it("1-bit images are stretched to 8 bits, row by row", () => {
    const packed = Uint8Array.from([0b10101010, 0b11110000, 0b00001110, 0, 0b11111110]);
    const bytes = encode({ width: 7, height: 5, data: packed, channels: 1, depth: 1 });
    const { pixels, bits } = decodePng(bytes, "a.png");
    expect(bits).toBe(8);
    expect([...pixels.slice(0, 14)]).toEqual([255, 0, 255, 0, 255, 0, 255, 255, 255, 255, 255, 0, 0, 0]);
  });
});

describe("bad PNG", () => {
  const whole = encodePng({ width: 7, height: 5, bits: 16, pixels: ramp16 });
  const read = (bytes: Uint8Array) => () => decodePng(bytes, "images/7.png");

  it("a file cut at any byte is refused, naming the file", () => {
    for (let end = 0; end < whole.length; end++) {
      expect(read(whole.subarray(0, end)), `cut at ${end}`).toThrow(InvalidInput);
      expect(read(whole.subarray(0, end))).toThrow(/^images\/7\.png: must /);
    }
  });

  it("any changed byte either leaves the pixels as they were or is refused", () => {
    for (let at = 0; at < whole.length; at++) {
      const changed = Uint8Array.from(whole);
      changed[at] = changed[at]! ^ 0x55;
      try {
        expect([...decodePng(changed, "x").pixels]).toEqual([...ramp16]);
      } catch (error) {
        expect(error, `byte ${at}`).toBeInstanceOf(InvalidInput);
      }
    }
  });

  it("a header that asks for gigabytes is refused before memory is taken", () => {
    const huge = Uint8Array.from(whole);
    huge.set([0x7f, 0xff, 0xff, 0xff], 16);
    expect(read(huge)).toThrow("images/7.png: width and height must be 1 to 16384 pixels");
  });

  it("noise after the signature is refused", () => {
    const random = rng("png noise");
    const noise = Uint8Array.from({ length: 400 }, (_, i) => (i < 33 ? whole[i]! : random.integer(256)));
    expect(read(noise)).toThrow(InvalidInput);
  });
});
