import pg from 'pg';

/** Time to connect, and for the answer of a server that has accepted a statement but is frozen. */
const CONNECT_MS = 3_000;
const SILENCE_MS = 2_000;
/** Time for a sign of life. */
const LIFE_MS = 1_000;
/** The server ends a transaction of a frozen process, which would hold its locks. */
const IDLE_IN_TRANSACTION_MS = 10_000;

export interface PoolOptions {
  readonly url: string;
  readonly connections: number;
  /** Time limit of one statement. */
  readonly statementMs: number;
  /** Settings of the server for these connections, as its program takes them. The URL may have others instead. */
  readonly options?: string;
}

/** A pool that connects when it is used. Big integers are read as numbers, times as ms since 1970. */
export function createPool({ url, connections, statementMs, options }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'celeriac',
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: statementMs,
    query_timeout: statementMs + SILENCE_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    options: '-c jit=off', // compiling the many expressions of a statement takes longer than running it
    ...(options !== undefined && { options }),
    types: ownTypes(),
  });
  pool.on('error', () => undefined); // an idle connection was lost: the next statement opens another
  // The pool listens only to idle connections. One in use reports the loss through its statement, but would end the
  // process if nobody listened to it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Asks a server for a sign of life. @throws if it gives none within a second */
export async function askForLife(connectionString: string): Promise<void> {
  const timeouts = { connectionTimeoutMillis: LIFE_MS, query_timeout: LIFE_MS };
  const client = new pg.Client({ connectionString, application_name: 'celeriac', ...timeouts });
  client.on('error', () => undefined); // the statement that fails reports it
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    void client.end().catch(() => undefined); // not awaited: a frozen server does not say goodbye
  }
}

/** Reads bigint and timestamptz as numbers, which pg does not. */
function ownTypes(): pg.TypeOverrides {
  const { INT8, TIMESTAMPTZ } = pg.types.builtins;
  const dateOf = pg.types.getTypeParser(TIMESTAMPTZ, 'text') as (text: string) => unknown;
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  types.setTypeParser(TIMESTAMPTZ, (text) => Number(dateOf(text)));
  return types;
}
