/** `racer.ts <home> <url or ""> <run> <go>`: when `go` is there, tries to enter a run of ρ = 0.1 over patient "a". */
import { existsSync } from "node:fs";
import { FileBudgetStore } from "../../../privacy/budget/file-store.ts";
import { markKeyIn } from "../../../privacy/budget/key.ts";
import { Lifetime } from "../../../privacy/budget/lifetime.ts";
import { PostgresBudgetStore } from "../../../privacy/budget/postgres-store.ts";
import { BudgetExceeded } from "../../../src/errors.ts";

const [home = "", url = "", run = "", go = ""] = process.argv.slice(2);
const key = markKeyIn(home);
const lifetime = new Lifetime(url === "" ? new FileBudgetStore(home) : new PostgresBudgetStore(url), key);
const roster = [[key.mark("id", "a")]];
// A first look, so that opening and connecting are not part of the race.
await lifetime.standing(roster);
process.stdout.write("ready\n");
while (!existsSync(go)) await new Promise(done => setTimeout(done, 1));
const event = { kind: "gaussian", noiseMultiplier: "2.2360679775" } as const;
try {
  await lifetime.run(run).enter(roster, { events: [event], planHash: "0".repeat(64) });
  process.stdout.write("in\n");
} catch (error) {
  process.stdout.write(error instanceof BudgetExceeded ? "refused\n" : `${String(error)}\n`);
}
await lifetime.close();
