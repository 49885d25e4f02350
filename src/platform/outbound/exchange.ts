import { type IncomingMessage, request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { buildConnector } from 'undici';
import { unwatched } from './client-span.js';
import {
  OutboundConnectionError,
  OutboundError,
  OutboundTimeoutError,
  ResponseTooLargeError,
} from './outbound.errors.js';
import { protocolFault } from './protocol-faults.js';
import { RepairedSocket } from './repaired-socket.js';
import { type RequestHeaders, sentHeaders } from './request-headers.js';
import type { Destination } from './addresses/url-rules.js';

const MAX_HEADER_BYTES = 16_384;

/** The system's word for what undici's connector names in its own. */
const codes = new Map([['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']]);

/** What is asked of one hop. */
export interface Hop extends Destination {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: RequestHeaders;
  readonly body: string | undefined;
}

/** How one hop is connected to and waited for. */
export interface Means {
  readonly connect: buildConnector.connector;
  /** Longest wait for the header of the response, once the request is sent. */
  readonly firstByteTimeoutMs: number;
  /** Aborts the exchange at once, whatever it waits for. */
  readonly signal: AbortSignal;
}

/** What came of a request, its body still on the way. */
export interface Answer {
  readonly statusCode: number;
  /** Names in lower case; a header that came several times is a list. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * One request on a connection of its own, which is gone when this returns: every hop is judged when it connects, and
 * nothing (a pooled connection, a cookie, an answer that came too early) is left for whoever asks next. Reads
 * nothing of the body but what `read` takes of it.
 *
 * Spoken by node:http on a socket of undici's connector: undici's own client ends the process with an assertion when
 * a server hangs up while its body is being read slowly (7.30).
 *
 * @throws OutboundError, or the error of `read`
 */
export async function exchange<T>(hop: Hop, means: Means, read: (answer: Answer) => Promise<T>): Promise<T> {
  const connection = await connected(hop, means.connect).catch(throwOutbound(hop.host));
  const socket = new RepairedSocket(connection, MAX_HEADER_BYTES);
  try {
    const response = await answered(hop, socket, means).catch(throwOutbound(hop.host, socket));
    const body = wholeBody(response, socket);
    return await read({ statusCode: response.statusCode ?? 0, headers: headersOf(response), body });
  } finally {
    socket.destroy();
  }
}

/** The same body, whose errors are ours: what the network or a decompressor throws may hold bytes of the answer. */
export async function* withOutboundErrors(
  body: AsyncIterable<Uint8Array>,
  host: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw toOutboundError(error, host);
  }
}

function connected({ url }: Hop, connect: buildConnector.connector): Promise<Socket> {
  const { protocol, port, host } = url;
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    connect({ hostname, host, protocol, port }, (...[error, socket]) => {
      if (error) reject(error);
      else resolve(socket);
    });
  });
}

/** Sends the request and waits for the header of the response. */
function answered(hop: Hop, socket: Duplex, { firstByteTimeoutMs, signal }: Means): Promise<IncomingMessage> {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const options = { ...requestOf(hop), createConnection: () => socket, signal };
    const request = unwatched(() => httpRequest(options));
    const late = () => request.destroy(new OutboundTimeoutError(firstByteTimeoutMs, 'first byte'));
    const timer = setTimeout(late, firstByteTimeoutMs);
    request.once('close', () => {
      clearTimeout(timer);
      // The answer to an upgrade that nobody asked for ends a request without a response and without an error.
      reject(new OutboundConnectionError('EPROTO', hop.host));
    });
    request.on('error', reject);
    request.once('response', (response) => {
      clearTimeout(timer);
      response.on('error', () => undefined); // whoever reads the body gets it; nobody may be reading
      // Else a body that breaks the rules would only be one that was cut off.
      request.on('error', (error) => !response.complete && isParseError(error) && response.destroy(error));
      resolve(response);
    });
    request.end(hop.body);
  });
}

/**
 * The body, or an error. One that has no length ends where the connection does, and node:http takes every end for
 * that one: a connection that broke, or that we ended because the time was over, would make half a body a whole one.
 */
async function* wholeBody(response: IncomingMessage, socket: Duplex): AsyncGenerator<Uint8Array> {
  yield* response;
  const hasLength = 'content-length' in response.headers || isChunked(response);
  if (!hasLength && socket.errored) throw socket.errored;
}

/** Any other coding in the last place ends where the connection does. */
function isChunked({ headers }: IncomingMessage): boolean {
  return /(^|,)\s*chunked$/i.test(headers['transfer-encoding'] ?? '');
}

function requestOf({ url, method, headers }: Hop) {
  return {
    method,
    path: `${url.pathname}${url.search}`,
    headers: { ...sentHeaders(headers), host: url.host, connection: 'close' },
    maxHeaderSize: MAX_HEADER_BYTES,
  };
}

/** Node's own `headers` forgets that some came more than once. */
function headersOf({ headersDistinct }: IncomingMessage): Answer['headers'] {
  const entries = Object.entries(headersDistinct).map(([name, values = []]) => [
    name,
    values.length === 1 ? values[0] : values,
  ]);
  // Every value is the one or the list of what came under its name.
  return Object.fromEntries(entries) as Answer['headers'];
}

function throwOutbound(host: string, socket?: RepairedSocket) {
  return (error: unknown): never => {
    throw toOutboundError(error, host, socket?.brokenHeader);
  };
}

/** Whatever has a code is a fault of the system, the network or the other side; anything else is a bug of ours. */
function toOutboundError(error: unknown, host: string, header?: string): unknown {
  const code = codeOf(error);
  if (error instanceof OutboundError || code === undefined || isOurMistake(code)) return error;
  if (code === 'HPE_HEADER_OVERFLOW') return new ResponseTooLargeError('header', MAX_HEADER_BYTES);
  if (isParseError(error)) return new OutboundConnectionError('EPROTO', host, protocolFault(code, header));
  return new OutboundConnectionError(codes.get(code) ?? code, host);
}

function isParseError(error: unknown): boolean {
  return codeOf(error)?.startsWith('HPE_') ?? false;
}

/** A path or a header that cannot be sent. */
function isOurMistake(code: string): boolean {
  return /^ERR_(INVALID|UNESCAPED|HTTP)_/.test(code);
}

function codeOf(error: unknown): string | undefined {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : undefined;
}
