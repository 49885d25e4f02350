import { ReplyError } from 'ioredis';
import { BrokerSilentError } from './circuit-breaker.js';
import { BrokerCorruptError, BrokerForbiddenError, BrokerUnavailableError } from './broker.errors.js';

/** The broker reports that it cannot work now, or that another one has the keys. */
const REPLY =
  /^(LOADING|READONLY|MISCONF|OOM|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|TRYAGAIN|BUSY|MOVED|ASK|UNBLOCKED|NOAUTH|WRONGPASS)\b/;
/** The client is not connected, lost its connection, or timed out. */
const CONNECTION =
  /Connection is closed|Stream isn't writeable|Command timed out|max retries per request|Command aborted|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH/;
/** The cluster client does not find the node that has the keys. */
const CLUSTER =
  /Cluster isn't ready|Too many Cluster redirections|None of startup nodes|Failed to refresh slots cache|Cluster is (ended|disconnect)/;

/** The user lacks permission for a command, a key or a channel, or the server does not have the command. */
const FORBIDDEN = /^NOPERM\b|The user executing the script can't|^ERR unknown command/;
/** A key has a value of another type. Inside a script the words may come later in the message. */
const WRONG_TYPE = /\bWRONGTYPE\b|\bvalue is not an integer\b/;

/** True if the error means that the broker is unavailable, rather than that the command was wrong. */
export function isUnavailability(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof BrokerSilentError) return true;
  if (error instanceof ReplyError) return REPLY.test(error.message) || FORBIDDEN.test(error.message);
  return (
    CONNECTION.test(error.message) ||
    CLUSTER.test(error.message) ||
    error.name === 'MaxRetriesPerRequestError'
  );
}

/** True if the broker has accepted a command and not answered in time. */
export function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === 'Command timed out';
}

/** A fault that an operator must repair: a key of a wrong type, or a missing permission. */
export type BrokerFault = BrokerCorruptError | BrokerForbiddenError;

/** True if a command failed because of such a fault, which does not concern the task or request that met it. */
export function isFault(error: unknown): boolean {
  return faultOf(error) !== undefined;
}

/** True if a command failed for lack of permission. */
export function isForbidden(error: unknown): boolean {
  return error instanceof Error && FORBIDDEN.test(error.message);
}

/** Converts an error to our own class; other errors are returned unchanged. */
export function brokerErrorOf(error: unknown): unknown {
  return faultOf(error) ?? (isUnavailability(error) ? new BrokerUnavailableError(error) : error);
}

function faultOf(error: unknown): BrokerFault | undefined {
  if (error instanceof BrokerCorruptError || error instanceof BrokerForbiddenError) return error;
  if (!(error instanceof Error && error instanceof ReplyError)) return undefined;
  if (WRONG_TYPE.test(error.message)) return new BrokerCorruptError(error);
  return isForbidden(error) ? new BrokerForbiddenError(error) : undefined;
}
