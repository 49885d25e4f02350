import { NamedError } from '../errors/named-error.js';
import { type RefusalRule, refusalRules } from './addresses/refusal-rules.js';

/** Base class for all reasons why a fetch has no usable response. */
export abstract class OutboundError extends NamedError {
  /** True if a retry would fail the same way. */
  abstract readonly permanent: boolean;
}

/**
 * A rule forbids the connection. Contains the rule and the host and reveals nothing else: no resolved address, no
 * response, no timing.
 *
 * @param host as written by the user or the redirect
 */
export class OutboundRefusedError extends OutboundError {
  readonly permanent = true;

  constructor(
    readonly rule: RefusalRule,
    readonly host: string,
  ) {
    super(`${JSON.stringify(host)} is refused by the rule ${rule}: ${refusalRules[rule]}`);
  }
}

/** The header, or the body after decompression, exceeds its limit. The transfer was aborted. */
export class ResponseTooLargeError extends OutboundError {
  readonly permanent = true;

  constructor(
    readonly part: 'header' | 'body',
    readonly limitBytes: number,
  ) {
    super(`The response's ${part} exceeds ${limitBytes} bytes`);
  }
}

/** The whole fetch with its redirects, or the header of one response, exceeded its time limit. */
export class OutboundTimeoutError extends OutboundError {
  readonly permanent = false;

  constructor(
    readonly limitMs: number,
    readonly part: 'complete response' | 'first byte' = 'complete response',
  ) {
    super(`No ${part} within ${limitMs} ms`);
  }
}

export class TooManyRedirectsError extends OutboundError {
  readonly permanent = true;

  constructor(readonly limit: number) {
    super(`More than ${limit} redirects`);
  }
}

/** The body has a compression that the request did not offer, or too many of them. */
export class UnsupportedEncodingError extends OutboundError {
  readonly permanent = true;

  /** @param header the header that names the encoding */
  constructor(
    readonly header: string,
    readonly encoding: string,
  ) {
    super(`The response's ${header} is ${JSON.stringify(encoding)}, but must be gzip, deflate or br`);
  }
}

/**
 * The connection failed, broke before the response was complete, or returned invalid HTTP.
 *
 * @param code of the system or library, such as ECONNREFUSED, ENOTFOUND, CERT_HAS_EXPIRED, Z_DATA_ERROR. Only the code
 * is kept: the library's message may contain addresses and bytes of the response.
 * @param fault the problem with an invalid HTTP response
 */
export class OutboundConnectionError extends OutboundError {
  readonly permanent = false;

  constructor(
    readonly code: string,
    readonly host: string,
    readonly fault = '',
  ) {
    super(`The connection to ${JSON.stringify(host)} failed: ${code}${fault && ` (${fault})`}`);
  }
}

/** The process is shutting down, which aborted the transfer. */
export class OutboundShutdownError extends OutboundError {
  readonly permanent = false;

  constructor() {
    super('The transfer was aborted because this process is stopping');
  }
}
