/** Something a text says about the person, as the reader understands it. */
export interface Statement {
  readonly span: readonly [number, number];
  /** Facts that bear it out; empty where nothing does. */
  readonly facts: readonly string[];
  /** The fact it goes against, and the rule; absent where it holds. */
  readonly fault?: { readonly fact: string; readonly rule: string };
}

export const holding = (span: Statement["span"], ...facts: readonly string[]): Statement => ({ span, facts });

export const faulty = (span: Statement["span"], fact: string, rule: string): Statement => ({
  span,
  facts: [],
  fault: { fact, rule },
});
