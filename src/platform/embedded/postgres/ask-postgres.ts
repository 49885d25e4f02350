import { createHash } from 'node:crypto';
import { Client, DatabaseError } from 'pg';
import type { ServerAnswer } from '../server/serve-folder.js';
import { ROLE } from './init-database.js';
import { SOCKET_PORT, socketFolder } from './socket-folder.js';

/** The database of the history. */
export const DATABASE = 'celeriac';
/** `cannot_connect_now`: it starts, recovers or stops. */
const NOT_NOW = '57P03';

/** Identifies the server of a folder, also in `ps`. PostgreSQL allows 63 ASCII characters. */
export function clusterName(folder: string): string {
  return `celeriac-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
}

/**
 * Asks the server behind the folder's socket which folder it serves. Undefined if there is none, or if it does not
 * answer in time.
 */
export async function askPostgres(folder: string, limitMs: number): Promise<ServerAnswer | undefined> {
  const client = clientOf(folder, limitMs);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(`SELECT current_setting('cluster_name') AS name`);
    const name = rows[0]?.name ?? '';
    return { folder: name === clusterName(folder) ? folder : name, isLoading: false };
  } catch (error) {
    // Any answer in PostgreSQL's protocol comes from a living server, and nobody else can listen in this folder.
    return error instanceof DatabaseError ? { folder, isLoading: error.code === NOT_NOW } : undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Creates the history's database unless it exists. */
export async function ensureDatabase(folder: string, limitMs: number): Promise<void> {
  const client = clientOf(folder, limitMs);
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Resolves when the server closes or refuses a connection, or when `signal` is aborted. */
export async function connectionLost(folder: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const client = clientOf(folder);
  const ended = new Promise((resolve) => client.once('end', resolve));
  const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  try {
    await Promise.race([client.connect(), aborted]);
    await Promise.race([ended, aborted]);
  } catch {
    // Refused, or reset while it connected.
  } finally {
    // Not awaited: a client that ends while it connects never says so.
    void client.end().catch(() => undefined);
  }
}

function clientOf(folder: string, limitMs = 0): Client {
  const client = new Client({
    host: socketFolder(folder),
    port: SOCKET_PORT,
    user: ROLE,
    database: 'postgres',
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
    application_name: 'celeriac-standalone',
  });
  // A lost connection also rejects what waits for it.
  client.on('error', () => undefined);
  return client;
}
