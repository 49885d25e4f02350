import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { LOOPBACK } from '../redis/ask-redis.js';
import { errorCode } from './error-code.js';

/**
 * Below the ports that systems give to outgoing connections (from 32768 on Linux, 49152 elsewhere). A port out of
 * those could be taken by any of them while the server is down. Worse, a client that keeps reconnecting may be given
 * that very port, connect to itself, and keep the server from ever coming back.
 */
const LOWEST = 16_384;
const HIGHEST = 32_767;
const TRIES = 100;

/** A port of the loopback address on which nothing listens now. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`Found no free port from ${LOWEST} to ${HIGHEST} in ${TRIES} tries.`);
}

/** True when a server could listen on this port of the loopback address now. */
export async function isFree(port: number): Promise<boolean> {
  return (await listenFailure(port, LOOPBACK)) === undefined;
}

/** The first port from `lowest` up on which a server could listen now; 0, which is any free one, if there is none. */
export async function freePortFrom(lowest: number, host: string): Promise<number> {
  for (let port = lowest; port < Math.min(lowest + TRIES, 65_536); port++)
    if ((await listenFailure(port, host)) === undefined) return port;
  return 0;
}

/** Why no server can listen there now, as the system names it (`EADDRINUSE`); undefined when one can. */
export async function listenFailure(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(errorCode(error) ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
