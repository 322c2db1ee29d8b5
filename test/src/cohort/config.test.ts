import { describe, expect, it } from "vitest";
import { bandNames, DEFAULT_CONFIG, parseConfig, readConfig } from "../../../src/cohort/config.ts";
import { folder, refusal } from "./fixture.ts";

const yaml = (...lines: readonly string[]) => ["version: 1", ...lines, ""].join("\n");

describe("cohort.yaml", () => {
  it.each(["", "# nothing yet\n"])("says of a file that declares nothing what to do: %j", text => {
    expect(() => parseConfig(text)).toThrow('cohort.yaml: is empty; write "version: 1"');
  });

  it("is not needed: built-in public defaults apply, and nothing counts as declared", async () => {
    expect(await readConfig(folder({}))).toBe(DEFAULT_CONFIG);
    expect(await readConfig(undefined)).toBe(DEFAULT_CONFIG);
    expect(DEFAULT_CONFIG).toMatchObject({
      declared: false,
      attributes: [],
      recordsPerPatient: { ecg: 1, image: 1, note: 4 },
    });
    expect(DEFAULT_CONFIG.size).toBeUndefined();
  });

  it("declares size, day, modalities, record bounds and image size; what it leaves out keeps its default", () => {
    const config = parseConfig(
      yaml(
        "size: 500",
        "asOf: 2024-06-30",
        "modalities: [ecg]",
        "recordsPerPatient: { ecg: 3 }",
        "image: { bits: 16 }",
      ),
    );
    expect(config).toEqual({
      declared: true,
      size: 500,
      asOf: "2024-06-30",
      modalities: ["ecg"],
      recordsPerPatient: { ecg: 3, image: 1, note: 4 },
      image: { width: 128, height: 128, bits: 16 },
      attributes: [],
    });
  });

  it("declares attributes by values and mapping, or by bins; missing is always the last category", () => {
    const { attributes } = parseConfig(
      yaml(
        "attributes:",
        "  smoking: { column: smoker, values: [never, 1], mapping: { '0': never } }",
        "  age: { bins: [0, 18, 65, .inf] }",
      ),
    );
    expect(attributes).toEqual([
      {
        attribute: { name: "smoking", categories: ["never", "1", "missing"] },
        column: "smoker",
        mapping: { 0: "never" },
      },
      {
        attribute: { name: "age", categories: ["0-17", "18-64", "65+", "missing"] },
        column: "age",
        mapping: {},
        edges: [0, 18, 65, Number.POSITIVE_INFINITY],
      },
    ]);
  });

  it("names bands so that each says its own range", () => {
    expect(bandNames([Number.NEGATIVE_INFINITY, 0, 1, 10, 12.5, Number.POSITIVE_INFINITY])).toEqual([
      "<0",
      "0",
      "1-9",
      "10 to <12.5",
      "12.5+",
    ]);
  });

  it.each([
    ["version: 2", "line 1: version: must be 1"],
    ["version: 1\nsizes: 3", "line 2: sizes: is not a key"],
    ["version: 1\nsize: 0", "line 2: size: "],
    ["version: 1\nsize: 1\nsize: 2", "line 3: is not valid YAML: map keys must be unique"],
    ["version: 1\nasOf: 2024-02-30", "line 2: asOf: must be a day"],
    ["version: 1\nmodalities: [ecg, xray]", "line 2: modalities.1: must be one of fhir, ecg, image, note"],
    ["version: 1\nmodalities: [ecg, ecg]", "line 2: modalities: must not name a modality twice"],
    ["version: 1\nimage:\n  bits: 12", "line 3: image.bits: must be 8 or 16"],
    ["version: 1\nrecordsPerPatient:\n  ecg: 1.5", "line 3: recordsPerPatient.ecg"],
    ["version: 1\nattributes:\n  a: {values: [x, x]}", "attributes.a.values: must not name a value twice"],
    ["version: 1\nattributes:\n  a: {values: [x, missing]}", "every attribute has missing"],
    ["version: 1\nattributes:\n  a: {values: [x, true]}", "attributes.a.values.1: must be text or a number"],
    [
      "version: 1\nattributes:\n  a: {values: [x], mapping: {q: z}}",
      "line 3: attributes.a.mapping.q: must be one of values",
    ],
    ["version: 1\nattributes:\n  a: {bins: [3, 1]}", "attributes.a.bins: must ascend"],
    [
      "version: 1\nattributes:\n  a: {values: [x], bins: [1, 2]}",
      "attributes.a: must have either values or bins",
    ],
    ["version: 1\nattributes:\n  a: {bins: [1, 2], mapping: {x: y}}", "goes with values"],
    ["version: 1\nattributes:\n  1a: {values: [x]}", "attributes.1a: must be a name"],
    ["version: 1\na: [", "is not valid YAML"],
    ["- 1", "expected object"],
  ])("refuses %j with its line, path and rule", (source, message) => {
    expect(() => parseConfig(source)).toThrow(message);
    expect(() => parseConfig(source)).toThrow(/^cohort.yaml: /);
  });

  it("names every broken rule at once", () => {
    expect(() => parseConfig("version: 2\nsize: 0\nfoo: 1")).toThrow(
      /line 1: version[\s\S]*line 2: size[\s\S]*line 3: foo/,
    );
  });

  it("refuses a draft until its owner has confirmed it, and a file of the wrong name", async () => {
    expect(() => parseConfig("draft: true\nversion: 1\n")).toThrow(
      "line 1: draft: confirm each line of the draft as public",
    );
    expect((await refusal(readConfig(folder({ "cohort.yml": "version: 1" })))).message).toBe(
      "cohort.yml: must be named cohort.yaml",
    );
  });

  it("does not grow aliases without bound", () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `x${i}: &x${i} [${Array(12)
          .fill(i === 0 ? "a" : `*x${i - 1}`)
          .join(", ")}]`,
    );
    expect(() => parseConfig(yaml(...levels))).toThrow("aliases");
  });
});
