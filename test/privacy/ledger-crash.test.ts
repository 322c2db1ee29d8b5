import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readChain } from "../../privacy/chain.ts";
import { Ledger } from "../../privacy/ledger.ts";
import { diskIo, type LedgerIo } from "../../privacy/ledger-file.ts";
import { InvalidRequest, VerificationFailed } from "../../src/errors.ts";
import { mechanismOf, plan, SOFTWARE, sealed, temporaryFolder } from "./fixtures.ts";

const fresh = (): string => join(temporaryFolder(), "ledger.jsonl");

/** A disk that takes so many bytes and no more, as a full or failing one does. */
const fullAfter = (limit: number): LedgerIo => {
  let left = limit;
  return {
    write: (fd, bytes) => {
      const fits = bytes.subarray(0, Math.max(0, left));
      left -= bytes.length;
      diskIo.write(fd, fits);
      if (fits.length < bytes.length) throw new Error("ENOSPC");
    },
    sync: () => {},
  };
};

/** A disk whose n-th sync fails. */
const failingSync = (n: number): LedgerIo => {
  let count = 0;
  return {
    write: diskIo.write,
    sync: () => {
      if (++count === n) throw new Error("EIO");
    },
  };
};

/** Runs the whole plan on a faulty disk; tells how many releases opened the data. */
const runOn = (path: string, io: LedgerIo): number => {
  let opened = 0;
  try {
    const ledger = Ledger.create(path, plan, { ...SOFTWARE, io });
    for (const release of [0, 1]) {
      const mechanism = mechanismOf(release);
      const run: typeof mechanism.run = (data, secret) => {
        opened++;
        return mechanism.run(data, secret);
      };
      ledger.release({ ...mechanism, run }, sealed);
    }
  } catch (error) {
    if (!(error instanceof Error) || !["ENOSPC", "EIO"].includes(error.message)) throw error;
  }
  return opened;
};

const child = (
  code: string,
): { readonly status: number | null; readonly signal: string | null; readonly stdout: string } => {
  const fixtures = new URL("./fixtures.ts", import.meta.url).href;
  const ledger = new URL("../../privacy/ledger.ts", import.meta.url).href;
  const script = `import { mechanismOf, plan, SOFTWARE, sealed } from ${JSON.stringify(fixtures)}; import { Ledger } from ${JSON.stringify(ledger)}; ${code}`;
  const { status, signal, stdout } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", script],
    {
      cwd: new URL("../..", import.meta.url),
      encoding: "utf8",
    },
  );
  return { status, signal, stdout };
};

describe("a crash at any point", () => {
  it("a crash after the charge leaves it spent: a disk that fills after any number of bytes never under-counts", () => {
    const path = fresh();
    runOn(path, diskIo);
    const folder = `${path}.values`;
    const size =
      statSync(path).size +
      readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    const headerEnd = readFileSync(path, "utf8").indexOf("\n") + 1;
    for (let limit = headerEnd; limit <= size; limit += 5) {
      const crashed = fresh();
      const opened = runOn(crashed, fullAfter(limit));
      const resumed = Ledger.resume(crashed);
      expect(resumed.spends.length, `after ${limit} bytes`).toBeGreaterThanOrEqual(opened);
      resumed.close();
      expect(readChain(readFileSync(crashed, "utf8"))).toMatchObject({ failures: [], torn: "" });
    }
  });

  it("a sync that fails stops the run before the data is opened, and the charge counts", () => {
    for (const [n, opened, spent] of [
      [2, 0, 1],
      [3, 1, 1],
      [4, 1, 1],
      [5, 1, 2],
      [6, 2, 2],
      [7, 2, 2],
    ] as const) {
      const path = fresh();
      expect(runOn(path, failingSync(n))).toBe(opened);
      const resumed = Ledger.resume(path);
      expect(resumed.spends).toHaveLength(spent);
      resumed.close();
    }
  });

  it("a header that never got to the disk whole leaves nothing to resume, and the data untouched", () => {
    const path = fresh();
    expect(runOn(path, fullAfter(40))).toBe(0);
    expect(() => Ledger.resume(path)).toThrow(VerificationFailed);
  });

  it("after a failed write the ledger takes nothing more", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, { ...SOFTWARE, io: failingSync(2) });
    expect(() => ledger.release(mechanismOf(0), sealed)).toThrow("EIO");
    expect(() => ledger.release(mechanismOf(1), sealed)).toThrow("closed");
  });

  it("a process killed between charge and value: its lock is taken over and the charge stays spent", () => {
    const path = fresh();
    const { signal } = child(`
      const ledger = Ledger.create(${JSON.stringify(path)}, plan, SOFTWARE);
      ledger.release({ ...mechanismOf(0), run: () => process.kill(process.pid, "SIGKILL") }, sealed);`);
    expect(signal).toBe("SIGKILL");
    expect(existsSync(`${path}.lock`)).toBe(true);
    const resumed = Ledger.resume(path);
    expect(resumed.spends).toHaveLength(1);
    expect(() => resumed.release(mechanismOf(0), sealed)).toThrow(InvalidRequest);
    resumed.release(mechanismOf(1), sealed);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });
});

describe("the lock", () => {
  it("a second process cannot append to a ledger in use", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, SOFTWARE);
    const { stdout } = child(`
      try { Ledger.resume(${JSON.stringify(path)}, SOFTWARE); console.log("in"); } catch (error) { console.log(error.code, error.message); }`);
    expect(stdout).toContain("INVALID_REQUEST ledger is in use by another process");
    ledger.release(mechanismOf(0), sealed);
    ledger.close();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("nor can a second ledger in this process, nor another machine's lock be taken over, nor an unreadable one", () => {
    const path = fresh();
    const ledger = Ledger.create(path, plan, SOFTWARE);
    expect(() => Ledger.resume(path)).toThrow("in use");
    ledger.close();
    for (const content of [`999999999 not-${hostname()}`, "", "garbage", `${process.ppid} ${hostname()}`]) {
      writeFileSync(`${path}.lock`, content);
      expect(() => Ledger.resume(path), content).toThrow("in use");
    }
  });

  it("a process that ends gives its lock back", () => {
    const path = fresh();
    const { status } = child(`Ledger.create(${JSON.stringify(path)}, plan, SOFTWARE);`);
    expect(status).toBe(0);
    expect(existsSync(`${path}.lock`)).toBe(false);
    Ledger.resume(path).close();
  });

  it("of two heirs to a dead process's lock, one that finds the other at work steps back", () => {
    const path = fresh();
    Ledger.create(path, plan, SOFTWARE).close();
    writeFileSync(`${path}.lock`, `999999999 ${hostname()}`);
    writeFileSync(`${path}.lock.takeover`, "");
    expect(() => Ledger.resume(path)).toThrow("in use");
  });
});
