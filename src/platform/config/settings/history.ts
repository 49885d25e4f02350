import { integer, milliseconds, oneOf, optional, secret, setting } from '../setting.js';
import { postgresUrlFault } from '../url-rules.js';

/** Settings of the history: finished tasks in PostgreSQL, kept after the broker has removed them. */
export const historySettings = {
  historyUrl: secret(
    optional(
      'HISTORY_URL',
      urlOrOff,
      'PostgreSQL 14 or newer that keeps finished tasks; off: none; unset: none, but the standalone starts its own ' +
        'if PostgreSQL is installed',
    ),
  ),
  historyReadUrl: secret(
    optional(
      'HISTORY_READ_URL',
      postgresUrl,
      'like HISTORY_URL, for searches only: a role that may only read, or a replica; unset: HISTORY_URL',
    ),
  ),
  historyMigrate: setting(
    'HISTORY_MIGRATE',
    oneOf('auto', 'manual'),
    'auto',
    'auto: the first process creates and updates the tables; manual: you do, and processes wait for it',
  ),
  historyRetentionDays: setting(
    'HISTORY_RETENTION_DAYS',
    integer(1, 36_500),
    '90',
    'days that the history keeps a task, at least',
  ),
  historyMaxLag: setting(
    'HISTORY_MAX_LAG',
    integer(0),
    '100000',
    'expired tasks that stay in Redis because the history has not stored them yet; above it the oldest are removed ' +
      'unstored',
  ),
  historyStatementTimeoutMs: setting(
    'HISTORY_STATEMENT_TIMEOUT_MS',
    milliseconds(100, 600_000),
    '5000',
    'time limit of PostgreSQL for one statement of a search',
  ),
  historyConnections: setting(
    'HISTORY_CONNECTIONS',
    integer(2, 1_000),
    '5',
    'maximum connections of a process to PostgreSQL',
  ),
} as const;

/** `off` and unset both mean no history; only the standalone makes a difference (see `Config.hasOwnHistory`). */
function urlOrOff(value: string): string | undefined {
  if (value === 'off') return undefined;
  const fault = postgresUrlFault(value);
  if (fault !== undefined) throw new Error(`${fault}; or off`);
  return value;
}

function postgresUrl(value: string): string {
  const fault = postgresUrlFault(value);
  if (fault !== undefined) throw new Error(fault);
  return value;
}
