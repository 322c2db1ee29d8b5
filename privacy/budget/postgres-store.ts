import pg from "pg";
import { InvalidRequest, isSemblanceError } from "../../src/errors.ts";
import { GENESIS, linkLine, readChainOf } from "../chain.ts";
import type { Book } from "./book.ts";
import { soundBook } from "./file-store.ts";
import { BUDGET_LINES } from "./lines.ts";
import type { BudgetStore, Decision } from "./store.ts";

/** One lock for every book of this program in a database: "semblanc" in ASCII. */
const LOCK = 0x73656d626c616e63n;

/**
 * A row a line, the line's text as in a file. The trigger keeps honest hands off what was written; the chain shows what
 * other hands did.
 */
const SCHEMA = `
create table semblance_budget (line bigint primary key check (line > 0), text text not null);
create function semblance_budget_is_append_only() returns trigger language plpgsql as
  $$ begin raise exception 'semblance_budget is append-only'; end $$;
create trigger semblance_budget_append_only before update or delete or truncate on semblance_budget
  for each statement execute function semblance_budget_is_append_only();
`;

/**
 * A lifetime book in PostgreSQL, for several machines. Each look is one transaction under one advisory lock, so that
 * looks follow each other wherever they come from; what it appends is on the server's disk when it returns.
 */
export class PostgresBudgetStore implements BudgetStore {
  readonly place: string;
  readonly #pool: pg.Pool;

  /** @param url  postgres://user:password@host:port/database */
  constructor(url: string) {
    this.place = placeOf(url);
    this.#pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 10_000 });
    // A connection lost while idle: the next look makes another, or says why it cannot.
    this.#pool.on("error", () => {});
  }

  async transact<A>(decide: (book: Book) => Decision<A>): Promise<A> {
    const client = await this.#connected();
    let broken = true;
    try {
      await client.query("begin");
      await client.query("set local synchronous_commit = on");
      await client.query(`set local lock_timeout = '60s'`);
      await client.query("select pg_advisory_xact_lock($1)", [LOCK.toString()]);
      const answer = await this.#decided(client, decide);
      await client.query("commit");
      broken = false;
      return answer;
    } catch (error) {
      throw isSemblanceError(error) ? error : this.#unanswered(error);
    } finally {
      // A transaction that did not get to its end goes with its connection.
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #decided<A>(client: pg.PoolClient, decide: (book: Book) => Decision<A>): Promise<A> {
    const there = await client.query("select to_regclass('semblance_budget') is not null as yes");
    if (there.rows[0]?.yes !== true) await client.query(SCHEMA);
    const { rows } = await client.query<{ text: string }>("select text from semblance_budget order by line");
    const text = rows.map(row => `${row.text}\n`).join("");
    const chain =
      text === ""
        ? { lines: [], failures: [], head: GENESIS, torn: "" }
        : readChainOf(text, BUDGET_LINES.parse);
    const { append, answer } = decide(soundBook(chain, this.place));
    let prev = chain.head;
    for (const [i, body] of append.entries()) {
      const line = chain.lines.length + i + 1;
      const linked = linkLine(body, line, prev);
      await client.query("insert into semblance_budget (line, text) values ($1, $2)", [line, linked.text]);
      prev = linked.hash;
    }
    return answer;
  }

  async #connected(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw this.#unanswered(error);
    }
  }

  /** What went wrong between here and the server, by its code: a message may quote the address with its password. */
  #unanswered(error: unknown): InvalidRequest {
    const code = (error as { code?: string }).code ?? "no answer";
    return new InvalidRequest(`the lifetime book in ${this.place} must be within reach; got ${code}`);
  }
}

/** The address without user and password. */
const placeOf = (url: string): string => {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new InvalidRequest("the budget store must be an address such as postgres://user@host/database");
  }
  if (!/^postgres(ql)?:$/.test(parsed.protocol))
    throw new InvalidRequest(`the budget store must be a postgres:// address; got ${parsed.protocol}`);
  return `PostgreSQL ${parsed.host}${parsed.pathname}`;
};
