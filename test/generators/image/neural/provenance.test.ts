import { describe, expect, it } from "vitest";
import { checkedProvenance } from "../../../../generators/image/neural/provenance.ts";
import { provenanceOf, smallShapes, weightsFile } from "./weights.ts";

const weights = weightsFile(smallShapes());
const provenance = provenanceOf(weights);
const [simulated, films] = provenance.sources;
const check = (json: object | string | undefined, bytes = weights) =>
  checkedProvenance(bytes, typeof json === "object" ? JSON.stringify(json) : json, "small.safetensors");

describe("provenance of weights", () => {
  it("is returned where it is complete and fits", () => {
    expect(check(provenance)).toEqual(provenance);
    expect(check({ ...provenance, sources: [simulated] }).sources).toHaveLength(1);
  });
  it("weights without provenance, with another hash, or of an unknown class of source are refused", () => {
    expect(() => check(undefined)).toThrow("small.safetensors: must have a provenance file beside it");
    for (let byte = 0; byte < weights.length; byte += 997) {
      const changed = Uint8Array.from(weights);
      changed[byte] = changed[byte]! ^ 1;
      expect(() => check(provenance, changed)).toThrow("must have the SHA-256 that its provenance names");
    }
    for (const unknown of ["private", "hospital", "unknown", "", undefined]) {
      const sources = [simulated, { ...films, class: unknown }];
      expect(() => check({ ...provenance, sources })).toThrow(
        "sources.1.class: provenance must name public sources in full",
      );
      expect(() => check({ ...provenance, class: unknown })).toThrow("class: provenance must name public");
    }
  });
  it("must name at least one source, and of films of people the licence, whom to thank and the split", () => {
    expect(() => check({ ...provenance, sources: [] })).toThrow("sources: ");
    for (const key of ["licence", "attribution", "split", "patients", "sha256", "name", "images"]) {
      const { [key as "name"]: _, ...less } = films as typeof films & Record<string, unknown>;
      expect(() => check({ ...provenance, sources: [less] })).toThrow(`sources.0.${key}: `);
    }
  });
  it("may say nothing that is not known here, and must be JSON", () => {
    expect(() => check({ ...provenance, also: "trained on our own patients" })).toThrow("Unrecognized key");
    expect(() => check("{")).toThrow("small.safetensors: provenance must be JSON");
  });
});
