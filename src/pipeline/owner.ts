import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * The data owner's folder for what outlives a run, the signing key first: as asked, as SEMBLANCE_HOME says, or the
 * user's state folder. Never inside anything that is shared.
 */
export const ownerFolder = (
  asked?: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string => {
  const { SEMBLANCE_HOME: home, XDG_STATE_HOME: state } = environment;
  if (asked !== undefined && asked !== "") return resolve(asked);
  if (home !== undefined && home !== "") return resolve(home);
  return join(state !== undefined && state !== "" ? state : join(homedir(), ".local", "state"), "semblance");
};
