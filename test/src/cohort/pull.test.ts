import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readFhir } from "../../../generators/patient/fhir-read.ts";
import { pullFhir } from "../../../src/cohort/pull.ts";
import { InvalidInput, InvalidRequest } from "../../../src/errors.ts";

type Answer = (request: IncomingMessage, response: ServerResponse, base: string) => void;

const serve = async (answer: Answer): Promise<string> => {
  const server = createServer((request, response) => answer(request, response, base));
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  return base;
};

const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "semblance-pull-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

const RESOURCES: Readonly<Record<string, readonly object[]>> = {
  Patient: Array.from({ length: 5 }, (_, i) => ({ resourceType: "Patient", id: `p${i}`, gender: "female" })),
  Condition: [
    { resourceType: "Condition", id: "c", subject: { reference: "Patient/p4" }, code: { text: "x" } },
  ],
};

/** A FHIR server with pages and `next` links. */
const pages: Answer = (request, response, base) => {
  const url = new URL(request.url!, base);
  const type = url.pathname.split("/").at(-1)!;
  const [count, offset] = [
    Number(url.searchParams.get("_count")),
    Number(url.searchParams.get("offset") ?? 0),
  ];
  const all = RESOURCES[type] ?? [];
  const entry = [
    ...all.slice(offset, offset + count).map(resource => ({ resource, search: { mode: "match" } })),
    { resource: { resourceType: "OperationOutcome" }, search: { mode: "outcome" } },
  ];
  const more = offset + count < all.length;
  const link = more
    ? [{ relation: "next", url: `${base}/${type}?_count=${count}&offset=${offset + count}` }]
    : [];
  json(response, { resourceType: "Bundle", type: "searchset", entry, link });
};

const json = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { "content-type": "application/fhir+json" });
  response.end(JSON.stringify(body));
};

describe("pullFhir", () => {
  it("follows pages to the end and leaves a folder that readFhir takes", async () => {
    const out = join(folder(), "deep", "cohort");
    const seen: string[] = [];
    const counts = await pullFhir(await serve(pages), out, {
      types: ["Patient", "Condition", "Observation"],
      pageSize: 2,
      progress: (count, type) => seen.push(`${type} ${count}`),
    });
    expect(counts).toEqual({ Patient: 5, Condition: 1, Observation: 0 });
    expect(seen).toEqual(["Patient 2", "Patient 4", "Patient 5", "Condition 6", "Observation 6"]);
    const files = readdirSync(out).map(name => ({ path: join(out, name), name }));
    const { patients } = await readFhir(files, { asOf: "2026-06-01" });
    expect(patients.size).toBe(5);
    expect(patients.get("p4")?.record.conditions).toHaveLength(1);
  });

  it("asks by default for the types that the server says it has", async () => {
    const metadata = (types: readonly string[]) => ({ rest: [{ resource: types.map(type => ({ type })) }] });
    const answer =
      (types: readonly string[]): Answer =>
      (request, response, base) =>
        request.url?.endsWith("/metadata") ? json(response, metadata(types)) : pages(request, response, base);
    const out = join(folder(), "out");
    expect(await pullFhir(await serve(answer(["Claim", "Condition", "Patient"])), out)).toEqual({
      Patient: 5,
      Condition: 1,
    });
    const nobody = pullFhir(await serve(answer(["Claim"])), `${out}2`);
    await expect(nobody).rejects.toThrow(
      "metadata: the server must offer Patient in its CapabilityStatement",
    );
  });

  it("sends the token, and never to another server", async () => {
    const tokens: (string | undefined)[] = [];
    const thief = await serve((request, response) => {
      tokens.push(request.headers.authorization);
      json(response, {});
    });
    const base = await serve((request, response) => {
      tokens.push(request.headers.authorization);
      json(response, {
        resourceType: "Bundle",
        type: "searchset",
        link: [{ relation: "next", url: `${thief}/Patient` }],
      });
    });
    const pull = pullFhir(base, join(folder(), "out"), { types: ["Patient"], bearerToken: "t" });
    await expect(pull).rejects.toThrow("Patient: the link to the next page must stay on the server");
    expect(tokens).toEqual(["Bearer t"]);
  });

  const circle: Answer = (_, response, base) =>
    json(response, {
      resourceType: "Bundle",
      type: "searchset",
      link: [{ relation: "next", url: `${base}/Patient?again` }],
    });
  const BAD: Readonly<Record<string, readonly [Answer, string]>> = {
    "an error status": [
      (_, response) => json(response, { resourceType: "OperationOutcome", text: "S3CRET" }, 403),
      "Patient: the server answered with HTTP status 403",
    ],
    "something that is not JSON": [
      (_, response) => void response.end("<html>S3CRET"),
      "Patient: the server must answer with JSON",
    ],
    "another resource": [
      (_, response) => json(response, { resourceType: "Patient", id: "S3CRET" }),
      "Patient: the server must answer with a searchset Bundle",
    ],
    "paging in a circle": [circle, "Patient: the server's paging runs in a circle"],
    "a connection that breaks": [
      request => void request.socket.destroy(),
      "Patient: the server cannot be reached",
    ],
  };

  it.each(Object.entries(BAD))(
    "%s stops, names no content and leaves nothing behind",
    async (_, [answer, message]) => {
      const parent = folder();
      const error = await pullFhir(await serve(answer), join(parent, "out"), { types: ["Patient"] }).catch(
        (e: unknown) => e,
      );
      expect(error).toBeInstanceOf(InvalidInput);
      expect((error as InvalidInput).message).toContain(message);
      expect((error as InvalidInput).message).not.toContain("S3CRET");
      expect((error as InvalidInput).cause).toBeUndefined();
      expect(readdirSync(parent)).toEqual([]);
    },
  );

  it("a failure in a later type leaves nothing of the earlier ones", async () => {
    const parent = folder();
    const base = await serve((request, response, base) =>
      request.url?.includes("Condition") ? json(response, {}, 500) : pages(request, response, base),
    );
    await expect(pullFhir(base, join(parent, "out"), { types: ["Patient", "Condition"] })).rejects.toThrow(
      "500",
    );
    expect(readdirSync(parent)).toEqual([]);
  });

  it("a server that is not there cannot be reached", async () => {
    const pull = pullFhir("http://127.0.0.1:9/fhir", join(folder(), "out"), { types: ["Patient"] });
    await expect(pull).rejects.toThrow(/Patient: the server cannot be reached/);
  });

  it("refuses a folder that exists, an address that is no http, no types and a page of nothing", async () => {
    const out = join(folder(), "out");
    mkdirSync(out);
    const ask = (base: string, dir: string, options: object) =>
      pullFhir(base, dir, { types: ["Patient"], ...options });
    await expect(ask("http://127.0.0.1:9", out, {})).rejects.toBeInstanceOf(InvalidRequest);
    await expect(ask("file:///etc", `${out}2`, {})).rejects.toBeInstanceOf(InvalidRequest);
    await expect(ask("http://127.0.0.1:9", `${out}2`, { types: [] })).rejects.toBeInstanceOf(InvalidRequest);
    await expect(ask("http://127.0.0.1:9", `${out}2`, { types: ["../x"] })).rejects.toBeInstanceOf(
      InvalidRequest,
    );
    await expect(ask("http://127.0.0.1:9", `${out}2`, { pageSize: 0 })).rejects.toBeInstanceOf(
      InvalidRequest,
    );
    expect(existsSync(`${out}2`)).toBe(false);
  });

  it("an abort stops and leaves nothing behind", async () => {
    const parent = folder();
    const stop = new AbortController();
    const base = await serve(pages);
    const pull = pullFhir(base, join(parent, "out"), {
      types: ["Patient"],
      pageSize: 1,
      signal: stop.signal,
      progress: () => stop.abort(),
    });
    await expect(pull).rejects.toThrow(/abort/i);
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe("pulled files", () => {
  it("are one JSON resource a line", async () => {
    const out = join(folder(), "out");
    await pullFhir(await serve(pages), out, { types: ["Patient"] });
    const lines = readFileSync(join(out, "Patient.000.ndjson"), "utf8").trimEnd().split("\n");
    expect(lines.map(line => JSON.parse(line).id)).toEqual(["p0", "p1", "p2", "p3", "p4"]);
  });
});
