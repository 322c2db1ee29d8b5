import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../privacy/canonical-json.ts";
import { readChain } from "../../privacy/chain.ts";
import { Ledger } from "../../privacy/ledger.ts";
import { diskIo, LedgerFile, syncFolder } from "../../privacy/ledger-file.ts";
import { LEDGER_LINES } from "../../privacy/ledger-lines.ts";
import { ValueFolder } from "../../privacy/values.ts";
import { InvalidRequest } from "../../src/errors.ts";
import { mechanismOf, plan, SOFTWARE, sealed, temporaryFolder } from "./fixtures.ts";
import { bodiesOf } from "./forged-ledger.ts";
import { onPlatform, withPatched } from "./patched-fs.ts";

const fresh = (): string => join(temporaryFolder(), "ledger.jsonl");
const isLinux = existsSync("/proc/self/fd");
const header = () => {
  const path = fresh();
  Ledger.create(path, plan, SOFTWARE).close();
  return bodiesOf(readFileSync(path, "utf8"))[0]!;
};

describe("what a power cut leaves", () => {
  it.skipIf(!isLinux)(
    "every line and value is synced, and every folder right after an entry was made in it",
    () => {
      const synced: string[] = [];
      const path = fresh();
      const home = dirname(path);
      withPatched(
        "fsyncSync",
        (real: (fd: number) => void) => (fd: number) => {
          synced.push(readlinkSync(`/proc/self/fd/${fd}`).replace(home, "HOME"));
          real(fd);
        },
        () => {
          const ledger = Ledger.create(path, plan, SOFTWARE);
          ledger.release(mechanismOf(0), sealed);
          ledger.release(mechanismOf(1), sealed);
        },
      );
      const [file, values] = ["HOME/ledger.jsonl", "HOME/ledger.jsonl.values"];
      expect(synced).toEqual([
        file,
        "HOME",
        file,
        "HOME",
        `${values}/0001.json`,
        values,
        file,
        file,
        `${values}/0002.json`,
        values,
        file,
      ]);
    },
  );

  it("a sync that the disk refuses is told, for a file and for a folder", () => {
    const fd = openSync(join(temporaryFolder(), "x"), "w");
    diskIo.sync(fd);
    closeSync(fd);
    expect(() => diskIo.sync(fd)).toThrow("EBADF");
    const missing = join(temporaryFolder(), "missing");
    expect(() => syncFolder(missing)).toThrow("ENOENT");
    onPlatform("win32", () => syncFolder(missing));
  });

  it("a line that a crash cut short is removed and named by its bytes; a whole file is left as it is", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, SOFTWARE);
    ledger.release(mechanismOf(0), sealed);
    ledger.close();
    const text = readFileSync(path, "utf8");
    Ledger.resume(path).close();
    expect(readFileSync(path, "utf8")).toBe(text);
    writeFileSync(path, `${text}{"torn":"ε`);
    Ledger.resume(path).close();
    const after = readFileSync(path, "utf8");
    expect(after.startsWith(text)).toBe(true);
    expect(bodiesOf(after).at(-1)).toEqual({ kind: "recovered", bytes: 11, sha256: sha256('{"torn":"ε') });
    expect(readChain(after)).toMatchObject({ failures: [], torn: "" });
    Ledger.resume(path).close();
    expect(readFileSync(path, "utf8")).toBe(after);
  });

  it("a new file is refused where one stands, and any other trouble is told as it is", () => {
    const path = fresh();
    const first = header();
    const create = (write: () => void) => LedgerFile.create(path, first, LEDGER_LINES, { ...diskIo, write });
    const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
    expect(() =>
      create(() => {
        throw full;
      }),
    ).toThrow(full);
    expect(existsSync(`${path}.lock`)).toBe(false);
    expect(() => create(() => {})).toThrow(InvalidRequest);
    expect(() => create(() => {})).toThrow(`a ledger stands in ${path} already`);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it.skipIf(!isLinux)("no file stays open, whether a write went well or not", () => {
    const open = () => readdirSync("/proc/self/fd").length;
    const before = open();
    const broken = new ValueFolder(fresh(), {
      ...diskIo,
      sync: () => {
        throw new Error("EIO");
      },
    });
    for (let i = 0; i < 10; i++) {
      const path = fresh();
      const ledger = Ledger.create(path, plan, SOFTWARE);
      ledger.release(mechanismOf(0), sealed);
      ledger.close();
      ledger.close();
      Ledger.resume(path).close();
      expect(() => broken.write(i, "x")).toThrow("EIO");
    }
    expect(open()).toBeLessThan(before + 5);
  });
});

describe("stored values", () => {
  const folder = () => {
    const path = fresh();
    return { values: new ValueFolder(path, diskIo), at: (name: string) => join(`${path}.values`, name) };
  };

  it("are files by number, read back with their hash; what is not there or cut short is undefined", () => {
    const { values, at } = folder();
    expect(values.read(0)).toBeUndefined();
    expect(values.write(0, { a: [1, "ε"] })).toBe(sha256('{"a":[1,"ε"]}'));
    expect(values.read(0)).toEqual({ value: { a: [1, "ε"] }, sha256: sha256('{"a":[1,"ε"]}') });
    expect(values.write(10, 1)).toBe(sha256("1"));
    expect(readdirSync(dirname(at("x"))).sort()).toEqual(["0001.json", "0011.json"]);
    expect(basename(at("0001.json"))).toBe("0001.json");
    writeFileSync(at("0001.json"), '{"a":[1,"ε"');
    expect(values.read(0)).toBeUndefined();
    writeFileSync(at("0001.json"), '{"a":[1, "ε"]}');
    expect(values.read(0)).toBeUndefined();
  });

  it("are written once, and a file that cannot be read is told, not taken for lost", () => {
    const { values, at } = folder();
    values.write(0, 1);
    expect(() => values.write(0, 2)).toThrow("EEXIST");
    expect(values.read(0)?.value).toBe(1);
    mkdirSync(at("0002.json"));
    expect(() => values.read(1)).toThrow("EISDIR");
  });
});
