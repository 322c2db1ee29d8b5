import { inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { open, Private, seal } from "../../privacy/private.ts";

const SECRET = "Ada Lovelace 4711";
const sealed = seal({ name: SECRET });

describe("sealed data", () => {
  it("a sealed value never prints, serialises or clones", () => {
    const texts = [
      String(sealed),
      `${sealed}`,
      sealed.toString(),
      JSON.stringify({ sealed }),
      inspect(sealed, { showHidden: true, depth: 9, getters: true }),
      inspect({ deep: [sealed] }, { customInspect: false, showHidden: true, depth: 9 }),
      JSON.stringify(structuredClone(sealed)),
      inspect(deserialize(serialize(sealed)), { showHidden: true, customInspect: false }),
      inspect({ ...sealed }),
      JSON.stringify(Object.getOwnPropertyNames(sealed)),
    ];
    for (const text of texts) expect(text).not.toContain(SECRET);
    expect(String(sealed)).toBe("[private]");
    expect(JSON.stringify({ sealed })).toBe('{"sealed":"[private]"}');
    expect(inspect(sealed)).toBe("[private]");
  });

  it("a sealed value in an error message stays sealed", () => {
    expect(new Error(`bad cohort ${sealed}`).message).toBe("bad cohort [private]");
  });

  it("it opens to the very value, and an impostor does not open", () => {
    expect(open(sealed)).toEqual({ name: SECRET });
    const impostor = Object.create(Private.prototype);
    expect(() => open(impostor)).toThrow(TypeError);
  });

  it("it is frozen", () => {
    expect(Object.isFrozen(sealed)).toBe(true);
  });
});
