import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readNetwork } from "../../../../generators/note/denoise/network.ts";
import { checkedNoteProvenance } from "../../../../generators/note/denoise/provenance.ts";
import { shippedDenoiser } from "../../../../generators/note/denoise/shipped.ts";
import { InvalidInput } from "../../../../src/errors.ts";

const at = (suffix: string) =>
  new URL(`../../../../generators/note/denoise/note-denoiser.${suffix}`, import.meta.url);
const weights = readFileSync(at("safetensors"));
const json = readFileSync(at("provenance.json"), "utf8");

describe("the shipped denoiser of notes", () => {
  it("has at most 10 MB, and names public sources alone", () => {
    expect(statSync(at("safetensors")).size).toBeLessThan(10e6);
    const { provenance } = shippedDenoiser();
    expect(provenance.sources.map(source => source.class)).toEqual(["procedural", "open-licence"]);
  });

  it("weights with another hash, or of an unknown class of source, are refused", () => {
    expect(() => checkedNoteProvenance(weights.subarray(1), json, "x")).toThrow("SHA-256");
    const secret = json.replace('"class": "procedural"', '"class": "hospital"');
    expect(() => checkedNoteProvenance(weights, secret, "x")).toThrow(InvalidInput);
    expect(() => checkedNoteProvenance(weights, "{", "x")).toThrow("must be JSON");
  });

  it("a file without a tensor, or cut short, is refused", () => {
    expect(() => readNetwork(weights.subarray(0, 5000), "x")).toThrow(InvalidInput);
    expect(() => readNetwork(new Uint8Array(), "x")).toThrow(InvalidInput);
  });

  it("knows more than equal chances: cross-entropy on held-out notes, as written down at training", () => {
    const { training } = shippedDenoiser().provenance;
    expect(Number(training["held-out cross-entropy"])).toBeLessThan(
      0.75 * Number(training["held-out cross-entropy of equal chances"]),
    );
  });
});
