import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { HistoryUnavailableError } from '../../core/index.js';
import { Config } from '../../platform/config/config.js';
import { storable } from '../rows/stored-text.js';
import { historyErrorOf, isSchemaMissing } from './database-errors.js';
import { Migrations } from './migrations.js';
import { askForLife, createPool } from './postgres.js';
import { Silence } from './silence.js';

/** Time limit of a statement that writes, which may be a large batch on a busy disk. */
const WRITE_MS = 30_000;
/** Two batches of the recorder, a confirmation, and a new partition for one of them. */
const LEAST_FOR_WRITING = 4;

/** A check by the guard holds for so long. */
const GUARDED_MS = 10_000;

/** Nothing is written by mistake. To compile a statement, or to start processes for it, takes longer than most searches. */
const FOR_READING = '-c default_transaction_read_only=on -c jit=off -c max_parallel_workers_per_gather=0';

/** Runs statements, in one transaction if it comes from `write`. */
export interface Session {
  readonly query: <Row>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
}

/** The connections to a server, and whether it answers. With HISTORY_READ_URL there are two. */
interface Server {
  readonly pool: pg.Pool;
  readonly silence: Silence;
}

/**
 * The connections to PostgreSQL. Reads use HISTORY_READ_URL if it is set. Writes need the tables of this version, and
 * create them before the first one unless HISTORY_MIGRATE is manual.
 */
@Injectable()
export class HistoryDatabase implements OnApplicationShutdown {
  private readonly writing: Server | undefined;
  private readonly reading: Server | undefined;
  private migrated: Promise<void> | undefined;
  private onNewTables: () => void = () => undefined;
  private guard: (session: Session) => Promise<void> = () => Promise.resolve();
  private guarding: Promise<void> | undefined;
  private guardedAt = -Infinity;
  private refusal: HistoryUnavailableError | undefined;

  constructor(
    config: Config,
    private readonly migrations: Migrations,
  ) {
    const { historyUrl, historyReadUrl, historyConnections: connections } = config;
    if (historyUrl === undefined) return;
    const forWriting = Math.max(connections, LEAST_FOR_WRITING);
    const silence = silenceOf(historyUrl);
    this.writing = {
      silence,
      pool: createPool({ url: historyUrl, connections: forWriting, statementMs: WRITE_MS }),
    };
    const statementMs = config.historyStatementTimeoutMs;
    this.reading = {
      silence: historyReadUrl === undefined ? silence : silenceOf(historyReadUrl),
      pool: createPool({
        ...{ url: historyReadUrl ?? historyUrl, connections, statementMs, options: FOR_READING },
      }),
    };
  }

  /** False without HISTORY_URL. */
  get isConfigured(): boolean {
    return this.writing !== undefined;
  }

  /**
   * Runs one statement that only reads. Its texts may have characters that PostgreSQL cannot hold.
   *
   * @throws HistoryUnavailableError
   */
  async read<Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const server = this.readable();
    try {
      const { rows } = await server.pool.query(text, values.map(parameterOf));
      return rows as Row[]; // the caller answers for its statement
    } catch (error) {
      throw failed(server, error);
    }
  }

  /**
   * Runs one statement that only reads, with a time limit of its own.
   *
   * @throws HistoryUnavailableError
   */
  async readWithin<Row>(limitMs: number, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    const server = this.readable();
    const client = await connect(server);
    try {
      const { query } = sessionOf(server, client);
      await query(`BEGIN; SET LOCAL statement_timeout = ${limitMs}`);
      const rows = await query<Row>(text, values);
      await query('COMMIT');
      client.release();
      return rows;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /**
   * Runs one statement that may write.
   *
   * @throws HistoryUnavailableError
   */
  async write<Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.connected((session) => session.query<Row>(text, values));
  }

  /**
   * Runs statements in one transaction, which is rolled back if `action` throws.
   *
   * @throws HistoryUnavailableError
   */
  async transaction<T>(action: (session: Session) => Promise<T>): Promise<T> {
    return this.connected((session) => inTransaction(session, action));
  }

  /** Creates or checks the tables, once; again if they have vanished. Then it asks the guard. */
  async ready(): Promise<void> {
    this.migrated ??= this.migrations.run().then(() => {
      this.onNewTables();
      this.guardedAt = -Infinity;
    });
    await this.migrated.catch((error: unknown) => {
      this.migrated = undefined;
      throw historyErrorOf(error);
    });
    if (performance.now() - this.guardedAt < GUARDED_MS) return;
    this.guarding ??= this.askGuard().finally(() => (this.guarding = undefined));
    await this.guarding;
  }

  /** @param guard throws if this process must not use the database. It is asked in a transaction, again and again. */
  guardWith(guard: (session: Session) => Promise<void>): void {
    this.guard = guard;
  }

  /** @param forget called when the tables may be new, and what is known of them is outdated */
  whenNew(forget: () => void): void {
    this.onNewTables = forget;
  }

  async onApplicationShutdown(): Promise<void> {
    const servers = [this.writing, this.reading].filter((server) => server !== undefined);
    for (const { silence } of servers) silence.stop();
    await Promise.all(servers.map(({ pool }) => pool.end()));
  }

  private async askGuard(): Promise<void> {
    try {
      await this.whileConnected((session) => inTransaction(session, this.guard));
      this.refusal = undefined;
      this.guardedAt = performance.now();
    } catch (error) {
      if (error instanceof HistoryUnavailableError && error.cause === undefined) this.refusal = error;
      throw error;
    }
  }

  private readable(): Server {
    if (this.refusal !== undefined) throw this.refusal;
    const server = required(this.reading);
    server.silence.refuse();
    return server;
  }

  private async connected<T>(action: (session: Session) => Promise<T>): Promise<T> {
    await this.ready();
    return this.whileConnected(action);
  }

  /** A connection on which something failed is closed: its state is unknown. */
  private async whileConnected<T>(action: (session: Session) => Promise<T>): Promise<T> {
    const server = required(this.writing);
    const client = await connect(server);
    try {
      const done = await action(sessionOf(server, client));
      client.release();
      return done;
    } catch (error) {
      client.release(true);
      if (isSchemaMissing(error)) this.migrated = undefined;
      throw error;
    }
  }
}

function silenceOf(url: string): Silence {
  return new Silence(() => askForLife(url));
}

async function connect(server: Server): Promise<pg.PoolClient> {
  server.silence.refuse();
  try {
    return await server.pool.connect();
  } catch (error) {
    throw failed(server, error);
  }
}

function sessionOf(server: Server, client: pg.PoolClient): Session {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      try {
        const { rows } = await client.query(text, [...values]);
        return rows as Row[]; // the caller answers for its statement
      } catch (error) {
        throw failed(server, error);
      }
    },
  };
}

function failed({ silence }: Server, error: unknown): unknown {
  silence.note(error);
  return historyErrorOf(error);
}

async function inTransaction<T>(session: Session, action: (session: Session) => Promise<T>): Promise<T> {
  await session.query('BEGIN');
  const done = await action(session);
  await session.query('COMMIT');
  return done;
}

function parameterOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map((each: unknown) => storable(each)) : storable(value);
}

function required(server: Server | undefined): Server {
  if (server === undefined) throw new HistoryUnavailableError('There is no history: HISTORY_URL is not set');
  return server;
}
