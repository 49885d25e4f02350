import pg from 'pg';
import { HistoryUnavailableError } from '../../core/index.js';
import { errorCode } from '../../platform/errors/error-code.js';

/**
 * Classes of SQLSTATE that say something about the server, not about a statement: connection, authorization, resources
 * (disk full, too many connections), operator intervention (shutdown, statement timeout), read-only transactions and
 * system errors.
 */
const SERVER = /^(08|25006|28|3D|3F|53|55P03|57|58|XX)/;
/** Tables that are not there: nobody has created them yet, or the database was created anew. */
const NO_TABLE = '42P01';
/** A value or a document that PostgreSQL cannot hold, and a document that is too deep or too large. */
const BAD_VALUE = /^(22|54)/;
/** No partition is there for a row. */
const NO_PARTITION = '23514';

/** Converts an error of pg: HistoryUnavailableError if the database does not answer, or is not ready. */
export function historyErrorOf(error: unknown): unknown {
  const code = sqlStateOf(error);
  // An error without a code does not come from PostgreSQL, but from the connection.
  const isOfServer = code === '' || code === NO_TABLE || SERVER.test(code);
  if (!(error instanceof Error) || error instanceof HistoryUnavailableError || !isOfServer) return error;
  return new HistoryUnavailableError(`The history does not answer: ${reasonOf(error)}`, { cause: error });
}

/** True if tables are missing, so that migrations must run again. */
export function isSchemaMissing(error: unknown): boolean {
  return sqlStateOf(error) === NO_TABLE;
}

/** True if a row cannot be stored as it is. */
export function isBadValue(error: unknown): boolean {
  return BAD_VALUE.test(sqlStateOf(error));
}

export function isPartitionMissing(error: unknown): boolean {
  return sqlStateOf(error) === NO_PARTITION;
}

/** The SQLSTATE of an error, or of its cause; '' if PostgreSQL did not answer. */
export function sqlStateOf(error: unknown): string {
  if (error instanceof pg.DatabaseError) return error.code ?? '';
  return error instanceof Error && error.cause instanceof pg.DatabaseError ? (error.cause.code ?? '') : '';
}

/** A refused connection to a name with several addresses is an AggregateError with an empty message. */
function reasonOf(error: Error): string {
  return error.message || errorCode(error) || error.name;
}
