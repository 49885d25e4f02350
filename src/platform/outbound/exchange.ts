import { type IncomingMessage, request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { buildConnector } from 'undici';
import { errorCode } from '../errors/error-code.js';
import { unwatched } from './client-span.js';
import type { Answer, Hop } from './hop.js';
import {
  OutboundConnectionError,
  OutboundError,
  OutboundTimeoutError,
  ResponseTooLargeError,
} from './outbound.errors.js';
import { protocolFault } from './protocol-faults.js';
import { RepairedSocket } from './repaired-socket.js';
import { sentHeaders } from './request-headers.js';

const MAX_HEADER_BYTES = 16_384;

/** System error codes for undici's own codes. */
const codes = new Map([['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']]);

/** The connection and limits of one hop. */
export interface Means {
  readonly connect: buildConnector.connector;
  /** Longest wait for the response header after the request is sent. */
  readonly firstByteTimeoutMs: number;
  /** Aborts the exchange at once, in any phase. */
  readonly signal: AbortSignal;
}

/**
 * Sends one request on a connection of its own, which is closed when this returns: every hop is checked when it
 * connects, and no pooled connection, cookie or early response is left for the next request. Reads only as much of the
 * body as `read` consumes.
 *
 * Uses node:http on a socket of undici's connector: undici's own client crashes the process with an assertion when a
 * server hangs up while its body is being read slowly (7.30).
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

/** Converts errors of the body to our own: those of the network or a decompressor may contain bytes of the response. */
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

/** Sends the request and waits for the response header. */
function answered(hop: Hop, socket: Duplex, { firstByteTimeoutMs, signal }: Means): Promise<IncomingMessage> {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const options = { ...requestOf(hop), createConnection: () => socket, signal };
    const request = unwatched(() => httpRequest(options));
    const late = () => request.destroy(new OutboundTimeoutError(firstByteTimeoutMs, 'first byte'));
    const timer = setTimeout(late, firstByteTimeoutMs);
    request.once('close', () => {
      clearTimeout(timer);
      // An unrequested upgrade ends the request without a response and without an error.
      reject(new OutboundConnectionError('EPROTO', hop.host));
    });
    request.on('error', reject);
    request.once('response', (response) => {
      clearTimeout(timer);
      response.on('error', () => undefined); // the reader of the body gets the error; there may be none
      // Otherwise a malformed body would look like a truncated one.
      request.on('error', (error) => !response.complete && isParseError(error) && response.destroy(error));
      resolve(response);
    });
    request.end(hop.body);
  });
}

/**
 * Yields the body, and throws if it is incomplete. A body without a length ends with its connection, and node:http
 * accepts any end: a broken connection, or one closed by our timeout, would make half a body look complete.
 */
async function* wholeBody(response: IncomingMessage, socket: Duplex): AsyncGenerator<Uint8Array> {
  yield* response;
  const hasLength = 'content-length' in response.headers || isChunked(response);
  if (!hasLength && socket.errored) throw socket.errored;
}

/** With any other final coding, the body ends with the connection. */
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

/** Node's own `headers` drops repeated headers. */
function headersOf({ headersDistinct }: IncomingMessage): Answer['headers'] {
  const entries = Object.entries(headersDistinct).map(([name, values = []]) => [
    name,
    values.length === 1 ? values[0] : values,
  ]);
  // Every value is a string or a list of strings.
  return Object.fromEntries(entries) as Answer['headers'];
}

function throwOutbound(host: string, socket?: RepairedSocket) {
  return (error: unknown): never => {
    throw toOutboundError(error, host, socket?.brokenHeader);
  };
}

/** Errors with a code come from the system, the network or the server; any other error is a bug in our code. */
function toOutboundError(error: unknown, host: string, header?: string): unknown {
  const code = errorCode(error);
  if (error instanceof OutboundError || code === undefined || isOurMistake(code)) return error;
  if (code === 'HPE_HEADER_OVERFLOW') return new ResponseTooLargeError('header', MAX_HEADER_BYTES);
  if (isParseError(error)) return new OutboundConnectionError('EPROTO', host, protocolFault(code, header));
  return new OutboundConnectionError(codes.get(code) ?? code, host);
}

function isParseError(error: unknown): boolean {
  return errorCode(error)?.startsWith('HPE_') ?? false;
}

/** Invalid path or header in the request. */
function isOurMistake(code: string): boolean {
  return /^ERR_(INVALID|UNESCAPED|HTTP)_/.test(code);
}
