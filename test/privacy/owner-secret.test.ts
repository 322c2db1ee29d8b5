import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ownerSecret } from "../../privacy/owner-secret.ts";
import { InvalidInput } from "../../src/errors.ts";
import { temporaryFolder } from "./fixtures.ts";
import { onPlatform, withPatched } from "./patched-fs.ts";

const never = (): string => {
  throw new Error("made a second time");
};

describe("a secret of the owner's", () => {
  it("is made on first use in a folder of its own, and never again", () => {
    const folder = join(temporaryFolder(), "a", "b");
    const secret = ownerSecret(folder, "key", () => "first\n");
    expect(secret).toEqual({ path: join(folder, "key"), text: "first\n" });
    expect(ownerSecret(folder, "key", never)).toEqual(secret);
    expect(readdirSync(folder)).toEqual(["key"]);
    expect([statSync(folder).mode & 0o777, statSync(secret.path).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it("of whoever made it first stays, and both have it", () => {
    const folder = temporaryFolder();
    const other = () => {
      writeFileSync(join(folder, "key"), "the other's\n", { mode: 0o600 });
      return "ours\n";
    };
    expect(ownerSecret(folder, "key", other).text).toBe("the other's\n");
    expect(readdirSync(folder)).toEqual(["key"]);
  });

  it("that others can read is refused, where there are such permissions", () => {
    const folder = temporaryFolder();
    const { path } = ownerSecret(folder, "key", () => "x");
    for (const mode of [0o640, 0o604, 0o610]) {
      chmodSync(path, mode);
      expect(() => ownerSecret(folder, "key", never)).toThrow(InvalidInput);
      expect(() => ownerSecret(folder, "key", never)).toThrow(path);
      expect(onPlatform("win32", () => ownerSecret(folder, "key", never)).text).toBe("x");
    }
  });

  it("that cannot be read or put in place says why, and leaves no draft", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "key"));
    expect(() => ownerSecret(folder, "key", never)).toThrow("EISDIR");
    const denied = () => () => {
      throw Object.assign(new Error("not permitted"), { code: "EPERM" });
    };
    expect(() => withPatched("linkSync", denied, () => ownerSecret(folder, "other", () => "x"))).toThrow(
      "not permitted",
    );
    expect(readdirSync(folder)).toEqual(["key"]);
  });

  it.skipIf(!existsSync("/proc/self/fd"))("leaves no file open", () => {
    const open = () => readdirSync("/proc/self/fd").length;
    const before = open();
    for (let i = 0; i < 10; i++) ownerSecret(temporaryFolder(), "key", () => "x");
    expect(open()).toBeLessThan(before + 5);
    expect(readFileSync(ownerSecret(temporaryFolder(), "key", () => "y").path, "utf8")).toBe("y");
  });
});
