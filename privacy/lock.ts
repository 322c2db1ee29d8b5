import { randomInt } from "node:crypto";
import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { InvalidRequest } from "../src/errors.ts";

/** An advisory lock: while it is held no second process, nor a second ledger in this one, may append. */
export interface Lock {
  release(): void;
}

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

/** Creates a file that must not exist yet; false if it does. */
const isCreated = (path: string, content: string): boolean => {
  try {
    const fd = openSync(path, "wx", 0o600);
    writeSync(fd, content);
    closeSync(fd);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
};

/** Whether the lock's owner ran on this machine and is gone. Another machine's lock, or an unreadable one, counts as held. */
const isStale = (content: string): boolean => {
  const [pid, host] = content.split(" ");
  if (host !== hostname() || !/^\d+$/.test(pid ?? "")) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
};

const held = (path: string): InvalidRequest =>
  new InUse(`ledger is in use by another process; if none is running, delete ${path}`);

/** Someone holds the lock. */
class InUse extends InvalidRequest {}

/** Takes over a dead owner's lock. A second file guards the step, so that of two heirs only one removes the lock. */
const takeOver = (path: string): void => {
  const guard = `${path}.takeover`;
  if (!isCreated(guard, "")) throw held(guard);
  try {
    if (!isStale(readFileSync(path, "utf8"))) throw held(path);
    unlinkSync(path);
  } catch (error) {
    // Given back in the meantime.
    if (!isCode(error, "ENOENT")) throw error;
  } finally {
    unlinkSync(guard);
  }
};

/**
 * Takes the lock `path`, or refuses at once. A lock whose process is gone is taken over.
 *
 * @guarantee a second process cannot append to a ledger in use
 */
export const takeLock = (path: string): Lock => {
  const content = `${process.pid} ${hostname()}`;
  if (!isCreated(path, content)) {
    takeOver(path);
    if (!isCreated(path, content)) throw held(path);
  }
  let isHeld = true;
  const release = () => {
    if (isHeld) unlinkSync(path);
    isHeld = false;
    process.off("exit", release);
  };
  process.on("exit", release);
  return { release };
};

/** Longest wait between two tries, milliseconds. */
const PAUSE = 50;

/**
 * Takes the lock, waiting for whoever holds it.
 *
 * @param seconds  how long to wait at most
 * @throws         InvalidRequest if it is still held then
 */
export const waitForLock = async (path: string, seconds = 30): Promise<Lock> => {
  const tries = Math.ceil((seconds * 1000) / PAUSE);
  for (let i = 1; ; i++) {
    try {
      return takeLock(path);
    } catch (error) {
      if (!(error instanceof InUse) || i >= tries) throw error;
    }
    await new Promise(done => setTimeout(done, randomInt(1, 2 * PAUSE)));
  }
};
