import { describe, expect, it } from "vitest";
import { canonicalHash, canonicalJson, sha256 } from "../../privacy/canonical-json.ts";
import { InvalidRequest } from "../../src/errors.ts";

describe("canonical JSON", () => {
  it("keys are sorted by UTF-16 code units, whatever the order they came in", () => {
    // RFC 8785 §3.2.3, the names that differ from code-point order included.
    expect(
      canonicalJson({
        "\u20ac": 1,
        "\r": 2,
        "\ufb33": 3,
        "1": 4,
        "\ud83d\ude00": 5,
        "\u0080": 6,
        "\u00f6": 7,
      }),
    ).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
    expect(canonicalHash({ a: 1, b: [2, { d: 1, c: 2 }] })).toBe(
      canonicalHash({ b: [2, { c: 2, d: 1 }], a: 1 }),
    );
  });

  it("numbers print as ECMAScript prints them", () => {
    expect(canonicalJson([1 / 3, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
      "[0.3333333333333333,1e+30,4.5,0.002,1e-27,0]",
    );
  });

  it("typed arrays and plain arrays of the same numbers are one value", () => {
    expect(canonicalJson({ v: Float64Array.of(0.1, -2) })).toBe(canonicalJson({ v: [0.1, -2] }));
  });

  it("what JSON cannot hold is refused, with its place", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, undefined, 1n, () => 0, Symbol("x")])
      expect(() => canonicalJson({ a: [bad] })).toThrow(InvalidRequest);
    expect(() => canonicalJson({ a: [1, Number.NaN] })).toThrow("value.a[1]");
  });

  it("parsing and printing again changes nothing", () => {
    const text = canonicalJson({ plan: { z: "1.5", shares: [0.65, 0.35] }, ok: true, none: null });
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  });

  it("sha256 is SHA-256", () => {
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // FIPS 180-4
  });

  it("a value's hash is that of its text", () => {
    expect(canonicalHash({ b: [1], a: null })).toBe(sha256('{"a":null,"b":[1]}'));
    expect(canonicalHash("x")).not.toBe(canonicalHash("y"));
  });

  it("a message names the place of what cannot be held, in objects and lists", () => {
    expect(() => canonicalJson({ a: { b: [0, { c: 1n }] } })).toThrow("value.a.b[1].c");
    expect(() => canonicalJson(undefined)).toThrow("value: canonical JSON cannot hold a undefined");
  });
});
