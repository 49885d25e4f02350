import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { errorCode } from '../../errors/error-code.js';

export const LOOPBACK = '127.0.0.1';

/**
 * Below the ephemeral ports (from 32768 on Linux, 49152 elsewhere). An outgoing connection could take one of those
 * while the server is down. Worse, a client that keeps reconnecting may be assigned the very port, connect to itself,
 * and block the server forever.
 */
const LOWEST = 16_384;
const HIGHEST = 32_767;
const TRIES = 100;

/** A free port of the loopback address. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port found from ${LOWEST} to ${HIGHEST} in ${TRIES} tries.`);
}

/** True if a server could listen on this port of the loopback address now. */
export async function isFree(port: number): Promise<boolean> {
  return (await listenFailure(port, LOOPBACK)) === undefined;
}

/** The first free port from `lowest` up; 0, which means any free port, if there is none. */
export async function freePortFrom(lowest: number, host: string): Promise<number> {
  for (let port = lowest; port < Math.min(lowest + TRIES, 65_536); port++)
    if ((await listenFailure(port, host)) === undefined) return port;
  return 0;
}

/** The system's error code for listening there (`EADDRINUSE`); undefined if it is possible. */
export async function listenFailure(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(errorCode(error) ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
