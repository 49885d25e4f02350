import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Config } from '../../platform/config/config.js';
import { limitAddresses } from './connections-by-address.js';
import { type ProblemCode, problem } from '../problems/problem.js';

/** Longer than the minute after which load balancers drop an idle connection: they must be the first. */
const KEEP_ALIVE_MS = 65_000;
/** No bytes in either direction: longer than the longest wait (`Prefer: wait=60`) and than the pings of a stream. */
const IDLE_MS = 120_000;
/** How often the time limits are looked at: they can be late by this. */
const CHECK_EVERY_MS = 1_000;

/** A browser has six connections open. */
const MIN_PER_ADDRESS = 16;

type Limits = Pick<Config, 'maxHeaderBytes' | 'headersTimeoutMs' | 'requestTimeoutMs' | 'maxConnections'> &
  Partial<Pick<Config, 'maxConnectionsPerAddress' | 'trustProxy'>>;

/**
 * Bounds what a connection may take before it has asked for anything: time, size, number. Without, whoever sends one
 * byte a minute holds a socket for ever (slow loris). What is no HTTP is answered with a problem, and the connection
 * closed. Connections are not counted in requests: a client that is let in may keep its own.
 */
export function limitServer(server: Server, limits: Limits): void {
  Object.assign(server, {
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: Math.max(limits.requestTimeoutMs, limits.headersTimeoutMs),
    connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, limits.headersTimeoutMs),
    maxConnections: limits.maxConnections,
    keepAliveTimeout: KEEP_ALIVE_MS,
    timeout: IDLE_MS,
  });
  server.on('clientError', answerUnreadable);
  limitAddresses(server, perAddress(limits));
}

/** Behind a proxy all connections are the proxy's. */
function perAddress({ maxConnectionsPerAddress, maxConnections, trustProxy }: Limits): number {
  if (maxConnectionsPerAddress !== undefined) return maxConnectionsPerAddress;
  return trustProxy === undefined ? Math.max(MIN_PER_ADDRESS, Math.ceil(maxConnections / 4)) : maxConnections;
}

/** What Node says of a request that it cannot read; whatever is not here is malformed. */
const KINDS: ReadonlyMap<string | undefined, readonly [ProblemCode, string]> = new Map([
  ['HPE_HEADER_OVERFLOW', ['headers-too-large', 'The request line and headers exceed MAX_HEADER_BYTES.']],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', ['payload-too-large', 'The chunk extensions are too large.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['request-timeout', 'The request did not arrive in time.']],
]);

function answerUnreadable(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable || hasBegunToAnswer(socket))
    return void socket.destroy();
  const [code, detail] = KINDS.get(error.code) ?? ['malformed', 'This is not an HTTP request.'];
  socket.end(rawAnswer(code, detail), () => socket.destroy());
}

/** Node keeps the response that is being sent on its socket, and itself looks at it there before it answers a 400. */
function hasBegunToAnswer(socket: Duplex & { _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}

/** There is no request, so there is no response either: only a socket. */
function rawAnswer(code: ProblemCode, detail: string): string {
  const found = problem(code, detail, '/');
  const body = JSON.stringify(found);
  return [
    `HTTP/1.1 ${found.status} ${REASONS[found.status] ?? 'Bad Request'}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

const REASONS: Readonly<Record<number, string>> = {
  408: 'Request Timeout',
  413: 'Payload Too Large',
  431: 'Request Header Fields Too Large',
};
