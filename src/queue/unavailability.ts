import { ReplyError } from 'ioredis';
import { BrokerSilentError } from './circuit-breaker.js';

/** The broker says that it cannot work now, or that another one has the keys. */
const REPLY =
  /^(LOADING|READONLY|MISCONF|OOM|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|TRYAGAIN|BUSY|MOVED|ASK|UNBLOCKED)\b/;
/** The client has no connection, or lost it, or waited too long. */
const CONNECTION =
  /Connection is closed|Stream isn't writeable|Command timed out|max retries per request|Command aborted|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH/;
/** The client of a cluster does not find the node that has the keys. */
const CLUSTER =
  /Cluster isn't ready|Too many Cluster redirections|None of startup nodes|Failed to refresh slots cache|Cluster is (ended|disconnect)/;

/** Whether an error of a command says that the broker is not there, as opposed to that the command was wrong. */
export function isUnavailability(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof BrokerSilentError) return true;
  if (error instanceof ReplyError) return REPLY.test(error.message);
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
