import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { InvalidInput, InvalidRequest } from "../errors.ts";
import type { ReadingOptions } from "./fit.ts";

const FILE = "run.json";

const shape = z.strictObject({
  format: z.literal("semblance-run/1"),
  /** The run's name in the lifetime book. */
  run: z.string().regex(/^[0-9a-f]{32}$/),
  /** Says who is set aside: the same patients when the run goes on. */
  setAsideKey: z.string().regex(/^[0-9a-f]{64}$/),
  setAside: z.number(),
  onInvalid: z.enum(["stop", "skip"]),
  onDuplicate: z.enum(["stop", "keep"]),
});

/** What a run must remember to go on as the same run; in the internal folder, for the owner alone. */
export type RunFile = Readonly<z.infer<typeof shape>>;

type Chosen = ReadingOptions & { readonly setAside: number };

/** Begins a run: a name and a key of its own, on the disk before this returns. */
export const beginRunFile = (internal: string, { setAside, onInvalid, onDuplicate }: Chosen): RunFile => {
  const file: RunFile = {
    format: "semblance-run/1",
    run: randomBytes(16).toString("hex"),
    setAsideKey: randomBytes(32).toString("hex"),
    setAside,
    onInvalid,
    onDuplicate,
  };
  const fd = openSync(join(internal, FILE), "wx", 0o600);
  try {
    writeSync(fd, `${JSON.stringify(file, undefined, 1)}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return file;
};

/**
 * The run that stopped in this folder.
 *
 * @throws InvalidInput if none did; InvalidRequest if it read its cohort by other rules than those asked for now
 */
export const continuedRunFile = (internal: string, asked: Chosen): RunFile => {
  const file = stored(internal);
  for (const name of ["setAside", "onInvalid", "onDuplicate"] as const)
    if (file[name] !== asked[name])
      throw new InvalidRequest(
        `a resumed run must be asked for as it was begun: ${name} was ${file[name]}; got ${asked[name]}`,
      );
  return file;
};

/** Whether a run was begun here and stopped before it had a ledger: nothing was read, nothing charged. */
export const isBegunOnly = (internal: string): boolean => {
  try {
    return readdirSync(internal).join() === FILE && stored(internal) !== undefined;
  } catch {
    return false;
  }
};

const stored = (internal: string): RunFile => {
  try {
    const { data } = shape.safeParse(JSON.parse(readFileSync(join(internal, FILE), "utf8")));
    if (data !== undefined) return data;
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (!isAbsent && !(error instanceof SyntaxError)) throw error;
  }
  throw new InvalidInput("holds no run that stopped: nothing to resume; run again without --resume", {
    file: internal,
  });
};
