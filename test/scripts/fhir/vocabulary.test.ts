import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isNode } from "../../../scripts/fhir/resource.ts";
import { WRITTEN } from "../../../scripts/fhir/vocabulary.ts";
import { REVIEWED, SYNONYMS } from "./reviewed-codes.ts";

const SYNTHEA = "../shared/data/fhir";

/** Displays of every coding in Synthea's records, by `system|code`. */
const displaysOf = (folder: string): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    if (!isNode(value)) return;
    const { system, code, display } = value;
    if (typeof system === "string" && typeof code === "string" && typeof display === "string") {
      const key = `${system}|${code}`;
      found.set(key, (found.get(key) ?? new Set()).add(display));
    }
    for (const inside of Object.values(value)) walk(inside);
  };
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const read = () => readFileSync(join(folder, name));
    if (name.endsWith(".json")) walk(JSON.parse(read().toString()));
    else if (name.endsWith(".json.gz")) walk(JSON.parse(gunzipSync(read()).toString()));
    else if (name.endsWith(".ndjson") && !name.endsWith("log.ndjson"))
      for (const line of read().toString().split("\n")) if (line !== "") walk(JSON.parse(line));
  }
  return found;
};

const plain = (display: string): string =>
  display
    .toLowerCase()
    .replace(/\s*\((disorder|procedure|finding|situation)\)$/, "")
    .replaceAll("\u200b", "");

describe("the codes that are written", () => {
  it("have one display each, and all of them one review", () => {
    const displays = new Map(WRITTEN.map(({ system, code, display }) => [`${system}|${code}`, display]));
    for (const { system, code, display } of WRITTEN) expect(displays.get(`${system}|${code}`)).toBe(display);
    const reviewed: readonly string[] = Object.values(REVIEWED).flat();
    expect(new Set(reviewed).size).toBe(reviewed.length);
    expect(WRITTEN.filter(({ code }) => !reviewed.includes(code))).toEqual([]);
  });

  // Synthea's data is not shipped with the project.
  it.skipIf(!existsSync(SYNTHEA))(
    "mean in Synthea's records what they mean here",
    () => {
      const displays = displaysOf(SYNTHEA);
      const others = WRITTEN.filter(({ system, code, display }) => {
        const theirs = [...(displays.get(`${system}|${code}`) ?? [])].map(plain);
        const known = plain(SYNONYMS[code] ?? display);
        return theirs.length > 0 && !theirs.includes(plain(display)) && !theirs.includes(known);
      });
      expect(others).toEqual([]);
      const found = WRITTEN.filter(({ system, code }) => displays.has(`${system}|${code}`)).length;
      expect(found).toBeGreaterThan(40);
    },
    120_000,
  );
});
