import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { markKeyIn } from "../../../privacy/budget/key.ts";
import { Lifetime } from "../../../privacy/budget/lifetime.ts";
import { PostgresBudgetStore } from "../../../privacy/budget/postgres-store.ts";
import { InvalidRequest } from "../../../src/errors.ts";
import { temporaryFolder } from "../fixtures.ts";
import { budgetContract, planHash, runId, TENTH } from "./contract.ts";

/** A server on which databases may be made; scripts/check-postgres.sh starts one. Without it these tests are skipped. */
const server = process.env.SEMBLANCE_TEST_POSTGRES;

const query = async (url: string, text: string): Promise<readonly Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
};

const opened: PostgresBudgetStore[] = [];
afterAll(() => Promise.allSettled(opened.map(store => store.close())));

const place = async () => {
  const database = `budget_${randomBytes(6).toString("hex")}`;
  await query(server!, `create database ${database}`);
  const url = new URL(server!);
  url.pathname = `/${database}`;
  return {
    home: temporaryFolder(),
    url: url.href,
    open: () => {
      const store = new PostgresBudgetStore(url.href);
      opened.push(store);
      return store;
    },
    tamper: async () => {
      await query(
        url.href,
        `alter table semblance_budget disable trigger all;
         update semblance_budget set text = replace(text, '"noiseMultiplier":"2', '"noiseMultiplier":"3')`,
      );
    },
  };
};

describe.skipIf(server === undefined)("with a PostgreSQL server (SEMBLANCE_TEST_POSTGRES)", () => {
  budgetContract("PostgreSQL", place);

  it("holds, row by row, the lines that a file would hold, and refuses to change or drop any", async () => {
    const at = await place();
    const key = markKeyIn(at.home);
    const lifetime = new Lifetime(at.open(), key);
    await lifetime.run(runId(1)).enter([[key.mark("id", "a")]], { events: [TENTH], planHash });
    const rows = await query(at.url, "select text from semblance_budget order by line");
    const kinds = rows.map(({ text }) => (JSON.parse(String(text)) as { kind: string }).kind);
    expect(kinds).toEqual(["budget-book", "patients", "charge"]);
    for (const change of [
      "update semblance_budget set text = ''",
      "delete from semblance_budget",
      "truncate semblance_budget",
    ])
      await expect(query(at.url, change)).rejects.toThrow("append-only");
    await lifetime.close();
  });

  it("a database that this user may not write to is refused by its code", async () => {
    const at = await place();
    const url = new URL(at.url);
    const reader = `reader_${randomBytes(4).toString("hex")}`;
    await query(at.url, `create role ${reader} login; revoke create on schema public from public`);
    url.username = reader;
    const lifetime = new Lifetime(new PostgresBudgetStore(url.href), markKeyIn(at.home));
    await expect(lifetime.standing([])).rejects.toThrow("must be within reach; got 42501");
    await lifetime.close();
  });
});

describe("an address that leads nowhere", () => {
  it("is refused in words that hold no password", async () => {
    const lifetime = new Lifetime(
      new PostgresBudgetStore("postgres://ada:secret@127.0.0.1:1/none"),
      markKeyIn(temporaryFolder()),
    );
    const refusal = lifetime.standing([]).catch(String);
    expect(await refusal).toContain("PostgreSQL 127.0.0.1:1/none must be within reach; got ECONNREFUSED");
    expect(await refusal).not.toContain("secret");
    for (const url of ["mysql://x/y", "xpostgres://x/y", "nonsense"])
      expect(() => new PostgresBudgetStore(url)).toThrow(InvalidRequest);
    await lifetime.close();
  });
});
