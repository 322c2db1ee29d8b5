import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { InvalidRequest } from "../src/errors.ts";

/** An advisory lock: while it is held no second process, nor a second ledger in this one, may append. */
export interface Lock {
  release(): void;
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

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
  new InvalidRequest(`ledger is in use by another process; if none is running, delete ${path}`);

/** Takes over a dead owner's lock. A second file guards the step, so that of two heirs only one removes the lock. */
const takeOver = (path: string): void => {
  const guard = `${path}.takeover`;
  if (!isCreated(guard, "")) throw held(guard);
  try {
    if (!isStale(readFileSync(path, "utf8"))) throw held(path);
    unlinkSync(path);
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
