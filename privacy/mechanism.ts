import type { PlannedRelease } from "../schemas/plan.ts";
import type { SecretNoise } from "../src/math/secret-noise.ts";
import type { PrivacyEvent } from "./event.ts";

/**
 * The only way from sealed data to a released value. A mechanism states its own loss; the ledger charges it before
 * it runs, and only the ledger runs it.
 */
export interface Mechanism<In, Out> {
  /** The entry of the sealed plan that it carries out. */
  readonly planned: PlannedRelease;
  readonly event: PrivacyEvent;
  /** Whether it throws, and all that it does besides its result, must not depend on `data`. */
  run(data: In, noise: SecretNoise): Out;
  /**
   * A result again from its canonical JSON, for a run that stopped and goes on. Without it, the result is lost then.
   *
   * @throws VerificationFailed if it is none of this mechanism's
   */
  restore?(stored: unknown): Out;
}
