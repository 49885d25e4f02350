import { ReplyError } from 'ioredis';
import { BrokerSilentError } from './circuit-breaker.js';
import { BrokerCorruptError, BrokerForbiddenError, BrokerUnavailableError } from './broker.errors.js';

/** The broker says that it cannot work now, or that another one has the keys. */
const REPLY =
  /^(LOADING|READONLY|MISCONF|OOM|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|TRYAGAIN|BUSY|MOVED|ASK|UNBLOCKED|NOAUTH|WRONGPASS)\b/;
/** The client has no connection, or lost it, or waited too long. */
const CONNECTION =
  /Connection is closed|Stream isn't writeable|Command timed out|max retries per request|Command aborted|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH/;
/** The client of a cluster does not find the node that has the keys. */
const CLUSTER =
  /Cluster isn't ready|Too many Cluster redirections|None of startup nodes|Failed to refresh slots cache|Cluster is (ended|disconnect)/;

/** A user without the right to a command, a key or a channel; or a command that the server does not have. */
const FORBIDDEN = /^NOPERM\b|The user executing the script can't|^ERR unknown command/;
/** A key holds another kind of value than it should. Within a script the words may stand later in the sentence. */
const WRONG_TYPE = /\bWRONGTYPE\b|\bvalue is not an integer\b/;

/** Whether an error of a command says that the broker is not there, as opposed to that the command was wrong. */
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

/** Whether the broker has taken a command and not answered it in time. */
export function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === 'Command timed out';
}

/** What somebody has to put right in the broker: a key of a wrong type, or a right that is missing. */
export type BrokerFault = BrokerCorruptError | BrokerForbiddenError;

/** A command failed by such a fault. It says nothing of the task or the request that met it. */
export function isFault(error: unknown): boolean {
  return faultOf(error) !== undefined;
}

/** Whether a command failed because of the right to it, rather than because of what it met. */
export function isForbidden(error: unknown): boolean {
  return error instanceof Error && FORBIDDEN.test(error.message);
}

/** The error by which ours know what a command failed of; one of another kind is given back as it is. */
export function brokerErrorOf(error: unknown): unknown {
  return faultOf(error) ?? (isUnavailability(error) ? new BrokerUnavailableError(error) : error);
}

function faultOf(error: unknown): BrokerFault | undefined {
  if (error instanceof BrokerCorruptError || error instanceof BrokerForbiddenError) return error;
  if (!(error instanceof Error && error instanceof ReplyError)) return undefined;
  if (WRONG_TYPE.test(error.message)) return new BrokerCorruptError(error);
  return isForbidden(error) ? new BrokerForbiddenError(error) : undefined;
}
