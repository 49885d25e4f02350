import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Config } from '../../platform/config/config.js';
import { limitAddresses } from './connections-by-address.js';
import { type ProblemCode, problem } from '../problems/problem.js';

/** Longer than the minute after which load balancers drop an idle connection: they must close it first. */
const KEEP_ALIVE_MS = 65_000;
/** Idle in both directions: longer than the longest wait (`Prefer: wait=60`) and the ping interval of streams. */
const IDLE_MS = 120_000;
/** Interval at which time limits are checked, and by which they can be late. */
const CHECK_EVERY_MS = 1_000;

/** A browser opens six connections. */
const MIN_PER_ADDRESS = 16;

type Limits = Pick<Config, 'maxHeaderBytes' | 'headersTimeoutMs' | 'requestTimeoutMs' | 'maxConnections'> &
  Partial<Pick<Config, 'maxConnectionsPerAddress' | 'trustProxy'>>;

/**
 * Limits the time, size and number of connections before a request is complete. Without limits, a client that sends one
 * byte a minute holds a socket forever (slow loris). Invalid HTTP gets a problem response, and the connection is
 * closed. Requests per connection are not limited: an accepted client may keep its connection.
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

/** Behind a proxy, all connections are the proxy's. */
function perAddress({ maxConnectionsPerAddress, maxConnections, trustProxy }: Limits): number {
  if (maxConnectionsPerAddress !== undefined) return maxConnectionsPerAddress;
  return trustProxy === undefined ? Math.max(MIN_PER_ADDRESS, Math.ceil(maxConnections / 4)) : maxConnections;
}

/** Problems for Node's errors on unreadable requests; any other is malformed. */
const KINDS: ReadonlyMap<string | undefined, readonly [ProblemCode, string]> = new Map([
  ['HPE_HEADER_OVERFLOW', ['headers-too-large', 'The request line and headers exceed MAX_HEADER_BYTES.']],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', ['payload-too-large', 'The chunk extensions are too large.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['request-timeout', 'The request did not arrive in time.']],
]);

interface ParserError extends Error {
  readonly code?: string;
  /** The bytes that could not be parsed, usually from the request line on. */
  readonly rawPacket?: Buffer;
}

function answerUnreadable(error: ParserError, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable || hasBegunToAnswer(socket))
    return void socket.destroy();
  const [code, detail] = KINDS.get(error.code) ?? ['malformed', 'This is not an HTTP request.'];
  const isHead = error.rawPacket?.toString('latin1', 0, 5) === 'HEAD ';
  socket.end(rawAnswer(code, detail, isHead), () => socket.destroy());
}

/** Node stores the response being sent on its socket, and checks it there itself before it answers 400. */
function hasBegunToAnswer(socket: Duplex & { _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}

/** Without a request there is no response object, only a socket. */
function rawAnswer(code: ProblemCode, detail: string, isHead: boolean): string {
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
    isHead ? '' : body,
  ].join('\r\n');
}

const REASONS: Readonly<Record<number, string>> = {
  408: 'Request Timeout',
  413: 'Payload Too Large',
  431: 'Request Header Fields Too Large',
};
