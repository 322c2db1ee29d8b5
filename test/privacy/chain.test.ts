import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../privacy/canonical-json.ts";
import { GENESIS, linkLine, readChain } from "../../privacy/chain.ts";
import { Ledger } from "../../privacy/ledger.ts";
import { mechanismOf, plan, SOFTWARE, sealed, temporaryFolder } from "./fixtures.ts";

const written = (): Buffer => {
  const path = join(temporaryFolder(), "ledger.jsonl");
  const ledger = Ledger.create(path, plan, SOFTWARE);
  ledger.release(mechanismOf(0), sealed);
  ledger.release(mechanismOf(1), sealed);
  return readFileSync(path);
};
const bytes = written();
const text = bytes.toString("utf8");

describe("hash chain", () => {
  it("what a ledger wrote is without fault: header, then charge and released value twice", () => {
    const chain = readChain(text);
    expect(chain.failures).toEqual([]);
    expect(chain.torn).toBe("");
    expect(chain.lines.map(({ body }) => body?.kind)).toEqual([
      "header",
      "charge",
      "released",
      "charge",
      "released",
    ]);
  });

  it.each([1, 0x20, 0x80])(
    "a flipped byte anywhere in a ledger is found and its line named (every byte, xor %i)",
    mask => {
      let line = 1;
      for (let i = 0; i < bytes.length; i++) {
        const flipped = Buffer.from(bytes);
        flipped[i] = flipped[i]! ^ mask;
        const { failures, torn, lines } = readChain(flipped.toString("utf8"));
        const named = failures[0] ?? (torn === "" ? "nothing" : `line ${lines.length + 1}: is cut short`);
        expect(named.startsWith(`line ${line}:`), `byte ${i}: ${named}`).toBe(true);
        if (bytes[i] === 0x0a) line++;
      }
    },
  );

  it("a line taken out, moved, repeated or put in is found", () => {
    const lines = text.trimEnd().split("\n");
    const faulty = [
      lines.toSpliced(2, 1),
      lines.toSpliced(1, 2),
      [lines[0]!, lines[3]!, lines[4]!, lines[1]!, lines[2]!],
      [...lines, lines[4]!],
      lines.toSpliced(2, 0, lines[1]!),
      lines.slice(1),
    ];
    for (const some of faulty) expect(readChain(`${some.join("\n")}\n`).failures).not.toEqual([]);
    expect(readChain("").failures).toEqual(["line 1: is missing"]);
  });

  it("a line that is right in itself but belongs elsewhere is named: another predecessor, another number", () => {
    const [first, second] = text.split("\n");
    const { line: _line, prev, hash: _hash, ...body } = JSON.parse(second!);
    const from = (line: number, after: string) =>
      readChain(`${first}\n${linkLine(body, line, after).text}\n`).failures;
    expect(from(2, prev)).toEqual([]);
    expect(from(2, GENESIS)).toEqual(["line 2: does not follow the line before it"]);
    expect(from(7, prev)).toEqual(["line 2: says it is line 7"]);
  });

  it("a well-formed line that says too much, too little or no finite number is named", () => {
    const link = (body: object) => {
      const forged = linkLine({ kind: "recovered", bytes: 1, sha256: GENESIS }, 1, GENESIS).text;
      return canonicalJson({ ...JSON.parse(forged), ...body });
    };
    for (const line of [
      link({ extra: 1 }),
      link({ kind: "refund" }),
      '{"hash":"","line":1e999,"prev":""}',
      "null",
      "[]",
      '{"a":1}',
    ])
      expect(readChain(`${line}\n`).failures[0], line).toMatch(/^line 1: /);
  });

  it("a line of no known kind is named though its hash is right; a faulty line says nothing", () => {
    const refund = linkLine({ kind: "refund", release: 0 }, 1, GENESIS);
    expect(readChain(`${refund.text}\n`)).toMatchObject({
      failures: ["line 1: is of no known kind, or a field is missing or wrong"],
      lines: [{ line: 1 }],
      head: refund.hash,
    });
    const cheaper = readChain(text.replace(/"noiseMultiplier":"\d/, '"noiseMultiplier":"9'));
    expect(cheaper.lines[0]).toEqual({ line: 1 });
    const [first, second] = text.split("\n");
    const { line: _line, prev: _prev, hash: _hash, ...body } = JSON.parse(second!);
    const stranger = readChain(`${first}\n${linkLine(body, 2, GENESIS).text}\n`);
    expect(stranger.lines.map(line => Object.keys(line))).toEqual([["line", "body"], ["line"]]);
  });

  it("the head is the last line's hash, and after a line that cannot be read nothing follows", () => {
    const [first, second] = text.split("\n");
    expect(readChain(`${first}\n${second}\n`).head).toBe(JSON.parse(second!).hash);
    expect(readChain("").head).toBe(GENESIS);
    expect(readChain("nonsense\n")).toMatchObject({
      head: GENESIS,
      failures: ["line 1: is not a ledger line, or not in canonical form"],
    });
    for (const unlinked of ['{"a":1}', '{"hash":"","line":1}', '{"hash":"","line":"1","prev":""}'])
      expect(readChain(`${unlinked}\n`).failures).toEqual([
        "line 1: is not a ledger line, or not in canonical form",
      ]);
    expect(readChain(`nonsense\n${linkLine({}, 2, GENESIS).text}\n`).failures).toContain(
      "line 2: does not follow the line before it",
    );
  });

  it("the same content in another spelling is a fault", () => {
    expect(readChain(text.replace('"kind":"charge"', '"kind": "charge"')).failures[0]).toMatch(/^line 2: /);
  });
});
