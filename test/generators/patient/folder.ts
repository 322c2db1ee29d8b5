import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder that goes away with the test. */
export const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "semblance-test-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

/** Files of a folder, ready for `readFhir`. */
export const filesOf = (contents: Readonly<Record<string, string | Uint8Array>>) => {
  const dir = folder();
  return Object.entries(contents).map(([name, content]) => {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return { path, name };
  });
};
