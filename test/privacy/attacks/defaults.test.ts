import { describe, expect, it } from "vitest";
import { AUDIT_DEFAULTS } from "../../../privacy/attacks/audit.ts";

describe("an audit that is asked nothing", () => {
  it("raises a false alarm once in twenty, and judges by the threshold of 0.09", () => {
    expect(AUDIT_DEFAULTS).toEqual({ alpha: 0.05, threshold: 0.09 });
  });
});
