import { readdirSync } from "node:fs";
import { join } from "node:path";
import { GROUPS } from "./groups.ts";
import { fits } from "./pattern.ts";

/** A file of tests, and parts of the titles of those in it that are left out. */
export interface TestFile {
  readonly file: string;
  readonly without: readonly string[];
}

/** The tests of a group, by its name. */
export const testFilesOf = (name: string | undefined): readonly TestFile[] => {
  const { tests = [], without = [] } = GROUPS.find(group => group.name === name) ?? {};
  return readdirSync("test/privacy", { recursive: true, encoding: "utf8" })
    .map(file => join("test/privacy", file))
    .filter(file => file.endsWith(".test.ts") && tests.some(pattern => fits(pattern, file)))
    .sort()
    .map(file => ({ file, without }));
};
