import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { takeLock, waitForLock } from "../../privacy/lock.ts";
import { InvalidRequest } from "../../src/errors.ts";
import { temporaryFolder } from "./fixtures.ts";

const fresh = (): string => join(temporaryFolder(), "x.lock");
/** No process has this number. */
const DEAD = 999_999_999;
const IN_USE = /^ledger is in use by another process; if none is running, delete /;

const holding = (content: string): string => {
  const path = fresh();
  writeFileSync(path, content);
  return path;
};

describe("a lock", () => {
  it("is a file that names its process and machine, for the owner's eyes, gone when given back", () => {
    const path = fresh();
    const lock = takeLock(path);
    expect(readFileSync(path, "utf8")).toBe(`${process.pid} ${hostname()}`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    lock.release();
    expect(existsSync(path)).toBe(false);
  });

  it("is had by one at a time, and refused with the file to look at", () => {
    const path = fresh();
    const first = takeLock(path);
    expect(() => takeLock(path)).toThrow(InvalidRequest);
    expect(() => takeLock(path)).toThrow(`delete ${path}`);
    expect(existsSync(`${path}.takeover`)).toBe(false);
    first.release();
    takeLock(path).release();
  });

  it("given back twice leaves the next owner's alone", () => {
    const path = fresh();
    const first = takeLock(path);
    first.release();
    const second = takeLock(path);
    first.release();
    expect(existsSync(path)).toBe(true);
    second.release();
  });

  it("is given back when its process ends, and asks no more of the process once given back", () => {
    const path = fresh();
    const before = process.listenerCount("exit");
    const lock = takeLock(path);
    expect(process.listenerCount("exit")).toBe(before + 1);
    lock.release();
    expect(process.listenerCount("exit")).toBe(before);
  });

  it("of a dead process on this machine is taken over, and nothing is left of the step", () => {
    const path = holding(`${DEAD} ${hostname()}`);
    const lock = takeLock(path);
    expect(readFileSync(path, "utf8")).toBe(`${process.pid} ${hostname()}`);
    expect(existsSync(`${path}.takeover`)).toBe(false);
    lock.release();
  });

  it.each([
    `${DEAD} another-machine`,
    `x${DEAD} ${hostname()}`,
    `${DEAD}x ${hostname()}`,
    `- ${hostname()}`,
    ` ${hostname()}`,
    `${process.pid} ${hostname()}`,
    `${DEAD}`,
    "",
  ])("that says '%s' counts as held, and stays", content => {
    const path = holding(content);
    expect(() => takeLock(path)).toThrow(IN_USE);
    expect(readFileSync(path, "utf8")).toBe(content);
    expect(existsSync(`${path}.takeover`)).toBe(false);
  });

  it("being taken over by another is left to it; a step left half-done keeps nobody from a free lock", () => {
    const path = holding(`${DEAD} ${hostname()}`);
    writeFileSync(`${path}.takeover`, "");
    expect(() => takeLock(path)).toThrow(`delete ${path}.takeover`);
    expect(readFileSync(path, "utf8")).toBe(`${DEAD} ${hostname()}`);
    const free = fresh();
    writeFileSync(`${free}.takeover`, "");
    takeLock(free).release();
  });

  it("that vanishes under the look is tried once more, then refused", () => {
    // A link to nowhere: there for whoever makes the file, not there for whoever reads it.
    const path = fresh();
    symlinkSync(join(temporaryFolder(), "nowhere", "x"), path);
    expect(() => takeLock(path)).toThrow(`delete ${path}`);
    expect(existsSync(`${path}.takeover`)).toBe(false);
  });

  it("that cannot be made or read says why, not that it is in use", () => {
    const folder = fresh();
    mkdirSync(folder);
    expect(() => takeLock(folder)).toThrow("EISDIR");
    expect(existsSync(`${folder}.takeover`)).toBe(false);
    expect(() => takeLock(join(temporaryFolder(), "missing", "x.lock"))).toThrow("ENOENT");
  });
});

describe("waiting for a lock", () => {
  it("ends when it is given back", async () => {
    const path = fresh();
    const first = takeLock(path);
    setTimeout(() => first.release(), 60);
    const second = await waitForLock(path);
    expect(readFileSync(path, "utf8")).toBe(`${process.pid} ${hostname()}`);
    second.release();
  });

  it("ends after the stated time", async () => {
    const path = fresh();
    const lock = takeLock(path);
    await expect(waitForLock(path, 0.15)).rejects.toThrow(IN_USE);
    lock.release();
  });

  it("for one try does not wait; and what is no lock in use is no reason to wait", async () => {
    const path = fresh();
    const lock = takeLock(path);
    const once = waitForLock(path, 0.05);
    lock.release();
    await expect(once).rejects.toThrow(IN_USE);
    const folder = join(temporaryFolder(), "later");
    const unmade = waitForLock(join(folder, "x.lock"), 0.3);
    mkdirSync(folder);
    await expect(unmade).rejects.toThrow("ENOENT");
  });
});
