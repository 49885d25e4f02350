import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { type LookupFunction, isIP } from 'node:net';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';

/** The two doors to the outside. Tests put their own in; everything between them is the same. */
export interface Network {
  /** All addresses of a name. Asked once a connection. */
  readonly resolve: (hostname: string) => Promise<LookupAddress[]>;
  /** Makes a connector that takes addresses from the `lookup` of its options. */
  readonly connect: typeof buildConnector;
}

/** The system's resolver and real sockets. No proxy: undici's connector reads nothing from the environment. */
export const realNetwork: Network = {
  resolve: (hostname) => lookup(hostname, { all: true }),
  connect: buildConnector,
};

/** The error for an address that must not be connected to. */
export type Guard = (address: string) => Error | undefined;

/**
 * A connector that connects only to addresses that the guard lets pass, decided on the address itself: a literal
 * before it is dialled, every answer for a name in the socket's own look-up (one bad answer refuses all), and the
 * peer once more before a byte of the request is sent. The socket uses the answers that were checked: there is no
 * second look-up that could answer otherwise (DNS rebinding).
 *
 * @param timeoutMs longest wait for name, TCP and TLS together
 * @param signal ends a connection while it is being made, and afterwards
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
    // A socket forgets a signal that came before it.
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
  return Object.assign(new Error('The name has no address'), { code: 'ENOTFOUND' });
}

/** A final dot belongs to the look-up, but neither to SNI (RFC 6066, section 3) nor to a certificate. */
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
