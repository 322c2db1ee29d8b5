/**
 * What a mechanism did, as the accountants see it: one entry a kind. Parameters are decimal strings, read exactly.
 * Every accountant answers for every kind in a mapped table (`curve`), so a kind without a curve does not compile.
 */
export interface EventKinds {
  /** Gaussian noise; `noiseMultiplier` = standard deviation over ℓ₂ sensitivity under the run's relation. */
  readonly gaussian: { readonly noiseMultiplier: string };
  /** A choice by the exponential mechanism: ε-DP and of ε-bounded range, ε ≥ 0. */
  readonly exponential: { readonly epsilon: string };
  /** Gaussian noise under a threshold that lets through what one patient alone holds with probability at most `delta`. */
  readonly thresholded: { readonly noiseMultiplier: string; readonly delta: string };
}

export type EventKind = keyof EventKinds;

export type PrivacyEvent<K extends EventKind = EventKind> = {
  readonly [P in K]: { readonly kind: P } & EventKinds[P];
}[K];

/** One answer a kind of event. */
export type Curves<A> = { readonly [K in EventKind]: (event: PrivacyEvent<K>) => A };

/** The table's answer for this event. */
export const curve = <A, K extends EventKind>(curves: Curves<A>, event: PrivacyEvent<K>): A => {
  const answer: (event: PrivacyEvent<K>) => A = curves[event.kind];
  return answer(event);
};

/** What a release cost, and what it was for. `count` runs of the same event, a positive integer. */
export interface Spend {
  readonly purpose: string;
  readonly event: PrivacyEvent;
  readonly count: number;
}
