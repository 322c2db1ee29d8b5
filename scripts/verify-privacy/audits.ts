import {
  auditMechanism,
  CLAIM,
  leastFactor,
  loadMechanism,
} from "../../test/privacy/twins/mechanism-audit.ts";
import { copyOf, HONEST } from "../../test/privacy/twins/twin.ts";

/** False-alarm rate of one audit: a hundred of them raise one with probability at most a tenth. */
const ALPHA = 1e-3;

/** The product's mechanism audited again and again, each time with fresh system noise. */
export const repeatedAudits = async (runs: number, repetitions: number) => {
  const copy = copyOf(HONEST);
  const mechanism = await loadMechanism(copy);
  const noise = mechanism.systemNoise();
  const proved = Array.from(
    { length: repetitions },
    () => auditMechanism(mechanism, { runs, alpha: ALPHA, noise: () => noise }).mu,
  );
  copy.drop();
  const alarms = proved.filter(mu => mu > CLAIM).length;
  const rows = [
    {
      mechanism: "bounded sum, rounded Gaussian, z = 1",
      "runs a world": runs,
      repetitions,
      "claimed μ": CLAIM,
      "largest proved μ": Number(Math.max(...proved).toFixed(4)),
      "false alarms": alarms,
      "expected at most": ALPHA * repetitions,
      "sees noise too small by": `${((leastFactor(runs, ALPHA) - 1) * 100).toFixed(1)} %`,
    },
  ];
  const wrong =
    alarms === 0 ? [] : [`${alarms} of ${repetitions} audits of the product prove more than μ = ${CLAIM}`];
  return { rows, proved, wrong };
};
