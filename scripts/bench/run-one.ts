/** Runs the command line once in a process of its own and prints what it cost as the last line of stdout, JSON. */
import { main } from "../../src/cli.ts";

const started = process.hrtime.bigint();
const code = await main(process.argv.slice(2));
const usage = process.resourceUsage();
console.log(
  JSON.stringify({
    code,
    seconds: Number(process.hrtime.bigint() - started) / 1e9,
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    peakMiB: Math.round(usage.maxRSS / 1024),
  }),
);
process.exitCode = code;
