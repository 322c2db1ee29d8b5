import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { REFERENCES } from "../../../src/reference/index.ts";
import { readReference } from "../../../src/reference/read.ts";

const folder = mkdtempSync(join(tmpdir(), "semblance-reference-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("what a user may name as reference", () => {
  it("a shipped population by its name", async () => {
    expect(await readReference("us-2024")).toBe(REFERENCES["us-2024"]);
  });
  it("a CSV file by its path", async () => {
    const path = join(folder, "own.csv");
    writeFileSync(path, "\uFEFF# name: Own\r\nsex,population\r\nfemale,2\r\nmale,1\r\n");
    expect(await readReference(path)).toMatchObject({ name: "Own", counts: [2, 1] });
  });
  it("nothing else: a mistyped name gets the nearest known one, a missing file its path", async () => {
    await expect(readReference("us-2023")).rejects.toThrow(
      "reference must be us-2024, india-2011 or the path of a .csv file; got us-2023; did you mean us-2024?",
    );
    await expect(readReference("india")).rejects.toThrow(/did you mean india-2011/);
    await expect(readReference("toString")).rejects.toThrow(/reference must be/);
    await expect(readReference(join(folder, "none.csv"))).rejects.toThrow(/none\.csv: is not there/);
  });
  it("text in another encoding is refused, not guessed", async () => {
    const path = join(folder, "latin.csv");
    writeFileSync(path, Buffer.from([0x73, 0x2c, 0xe9]));
    await expect(readReference(path)).rejects.toThrow(/latin\.csv: must be UTF-8/);
  });
});
