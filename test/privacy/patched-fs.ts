import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

type Calls = "fsyncSync" | "linkSync";

/** Runs something while one of Node's file calls is another function, for every module that imports it. */
export const withPatched = <T>(name: Calls, put: (real: never) => unknown, run: () => T): T => {
  const real = fs[name];
  Object.assign(fs, { [name]: put(real as never) });
  syncBuiltinESMExports();
  try {
    return run();
  } finally {
    Object.assign(fs, { [name]: real });
    syncBuiltinESMExports();
  }
};

/** Runs something as if the platform were another. */
export const onPlatform = <T>(platform: string, run: () => T): T => {
  const real = Object.getOwnPropertyDescriptor(process, "platform")!;
  Object.defineProperty(process, "platform", { ...real, value: platform });
  try {
    return run();
  } finally {
    Object.defineProperty(process, "platform", real);
  }
};
