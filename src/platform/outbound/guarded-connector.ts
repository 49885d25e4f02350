import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { type LookupFunction, isIP } from 'node:net';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';

/** Access to DNS and sockets. Tests replace it; all code in between stays the same. */
export interface Network {
  /** Resolves all addresses of a name. Called once per connection. */
  readonly resolve: (hostname: string) => Promise<LookupAddress[]>;
  /** Creates a connector that resolves names with the `lookup` of its options. */
  readonly connect: typeof buildConnector;
}

/** The system's resolver and real sockets. No proxy: undici's connector reads nothing from the environment. */
export const realNetwork: Network = {
  resolve: (hostname) => lookup(hostname, { all: true }),
  connect: buildConnector,
};

/** Returns the error for a forbidden address. */
export type Guard = (address: string) => Error | undefined;

/**
 * Creates a connector that connects only to addresses accepted by the guard. The check is on the address itself: a
 * literal before connecting, every address of a name in the socket's own lookup (one bad address refuses all), and the
 * peer once more before any byte of the request is sent. The socket uses the checked addresses: there is no second
 * lookup with another answer (DNS rebinding).
 *
 * @param timeoutMs time limit for DNS, TCP and TLS together
 * @param signal closes the connection, during setup and afterwards
 */
export function guardedConnector(
  network: Network,
  guard: Guard,
  timeoutMs: number,
  signal: AbortSignal,
): buildConnector.connector {
  const connect = network.connect({
    lookup: guardedLookup(network, guard),
    autoSelectFamily: true,
    timeout: timeoutMs,
    signal,
  });
  return (target, callback) => {
    // A socket ignores a signal that was aborted before.
    if (signal.aborted) return callback(new Error('The fetch was aborted'), null);
    const refusal = isIP(target.hostname) ? guard(target.hostname) : undefined;
    if (refusal) return callback(refusal, null);
    connect({ ...target, servername: serverName(target) }, checkedPeer(guard, callback));
  };
}

function guardedLookup({ resolve }: Network, guard: Guard): LookupFunction {
  const ask = callbackify(resolve);
  return (hostname, { all }, callback) => {
    ask(hostname, (error: Error | null, answers) => {
      const [first] = error ? [] : answers;
      const problem = error ?? firstRefusal(answers, guard);
      if (problem || !first) callback(problem ?? noAnswer(), '');
      else if (all) callback(null, answers);
      else callback(null, first.address, first.family);
    });
  };
}

function firstRefusal(answers: readonly LookupAddress[], guard: Guard): Error | undefined {
  return answers.map(({ address }) => guard(address)).find((refusal) => refusal !== undefined);
}

function noAnswer(): Error {
  return Object.assign(new Error('The host name has no address'), { code: 'ENOTFOUND' });
}

/** A trailing dot is for DNS only, not for SNI (RFC 6066, section 3) or certificates. */
function serverName({ hostname, servername }: buildConnector.Options): string {
  return (servername ?? (isIP(hostname) ? '' : hostname)).replace(/\.$/, '');
}

function checkedPeer(guard: Guard, callback: buildConnector.Callback): buildConnector.Callback {
  return (...[error, socket]) => {
    if (error) return callback(error, null);
    const refusal = guard(socket.remoteAddress ?? '');
    if (!refusal) return callback(null, socket);
    socket.destroy();
    callback(refusal, null);
  };
}
