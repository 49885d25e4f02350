import { Client, type Dispatcher, type buildConnector, errors } from 'undici';
import { OutboundConnectionError, OutboundError, ResponseTooLargeError } from './outbound.errors.js';
import { ACCEPT_ENCODING } from './read-body.js';
import type { Destination } from './url-rules.js';

/** How we say who we are; the version is the package's. */
export const USER_AGENT = 'Celeriac/0.1.0 (+fetch)';

const MAX_HEADER_BYTES = 16_384;

/** The system's words for what undici names in its own. */
const codes = new Map([
  ['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'],
  ['UND_ERR_SOCKET', 'ECONNRESET'],
]);

/**
 * One GET on a connection of its own, which is gone when this returns: every hop is judged when it connects, and
 * nothing (a pooled connection, a cookie, an answer that came too early) is left for whoever asks next. Reads
 * nothing of the body but what `read` takes of it.
 *
 * @param signal aborts the exchange at once, whatever it waits for
 * @throws OutboundError, or the error of `read`
 */
export async function exchange<T>(
  { url, host }: Destination,
  connect: buildConnector.connector,
  signal: AbortSignal,
  read: (response: Dispatcher.ResponseData) => Promise<T>,
): Promise<T> {
  const client = new Client(url.origin, { connect, ...clientOptions });
  try {
    return await read(await client.request({ ...requestOf(url), signal }));
  } catch (error) {
    throw toOutboundError(error, host);
  } finally {
    await client.destroy();
  }
}

/** The time limit of the whole is the caller's signal; undici's own are off. Pipelining 0 means no keep-alive. */
const clientOptions = {
  pipelining: 0,
  maxHeaderSize: MAX_HEADER_BYTES,
  headersTimeout: 0,
  bodyTimeout: 0,
} as const;

function requestOf({ pathname, search }: URL): Dispatcher.RequestOptions {
  return {
    method: 'GET',
    path: `${pathname}${search}`,
    headers: { 'user-agent': USER_AGENT, accept: '*/*', 'accept-encoding': ACCEPT_ENCODING },
  };
}

/** Whatever has a code is a fault of the system, the network or the other side; anything else is a bug of ours. */
function toOutboundError(error: unknown, host: string): unknown {
  const code = codeOf(error);
  if (error instanceof OutboundError || code === undefined) return error;
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return new ResponseTooLargeError('header', MAX_HEADER_BYTES);
  return new OutboundConnectionError(codes.get(code) ?? code, host);
}

/** What the parser does not understand is EPROTO: its own codes, where it gives one, say no more. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof errors.HTTPParserError) return 'EPROTO';
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : undefined;
}
