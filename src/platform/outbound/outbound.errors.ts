import { type RefusalRule, refusalRules } from './addresses/refusal-rules.js';

/** Why nothing usable came back. Catch this one to treat them alike. */
export abstract class OutboundError extends Error {
  /** True when a further attempt would end the same. */
  abstract readonly permanent: boolean;
}

/**
 * A rule forbids to connect. Says the rule and the host, and nothing of what is there: not the address that a name
 * has, no response, no timing.
 *
 * @param host as the user, or the redirect, wrote it
 */
export class OutboundRefusedError extends OutboundError {
  override readonly name = 'OutboundRefusedError';
  readonly permanent = true;

  constructor(
    readonly rule: RefusalRule,
    readonly host: string,
  ) {
    super(`${JSON.stringify(host)} is refused by the rule ${rule}: ${refusalRules[rule]}`);
  }
}

/** The header, or the body after decompression, is larger than what is taken. The transfer was aborted. */
export class ResponseTooLargeError extends OutboundError {
  override readonly name = 'ResponseTooLargeError';
  readonly permanent = true;

  constructor(
    readonly part: 'header' | 'body',
    readonly limitBytes: number,
  ) {
    super(`The response's ${part} is larger than ${limitBytes} bytes`);
  }
}

/** The whole, redirects included, took longer than its time limit, or the header of one response did. */
export class OutboundTimeoutError extends OutboundError {
  override readonly name = 'OutboundTimeoutError';
  readonly permanent = false;

  constructor(
    readonly limitMs: number,
    readonly part: 'complete response' | 'first byte' = 'complete response',
  ) {
    super(`There was no ${part} within ${limitMs} ms`);
  }
}

export class TooManyRedirectsError extends OutboundError {
  override readonly name = 'TooManyRedirectsError';
  readonly permanent = true;

  constructor(readonly limit: number) {
    super(`There were more than ${limit} redirects`);
  }
}

/** The body is compressed in a way that the request did not offer, or too often. */
export class UnsupportedEncodingError extends OutboundError {
  override readonly name = 'UnsupportedEncodingError';
  readonly permanent = true;

  /** @param header that names the encoding */
  constructor(
    readonly header: string,
    readonly encoding: string,
  ) {
    super(`The response's ${header} is ${JSON.stringify(encoding)}, but must be gzip, deflate or br`);
  }
}

/**
 * The connection could not be made, or broke before the response was complete, or what came is not HTTP.
 *
 * @param code the system's or the library's word, such as ECONNREFUSED, ENOTFOUND, CERT_HAS_EXPIRED, Z_DATA_ERROR.
 *   Only the code is kept: the library's message may hold addresses and bytes of the answer.
 * @param fault what is wrong with a response that is not valid HTTP
 */
export class OutboundConnectionError extends OutboundError {
  override readonly name = 'OutboundConnectionError';
  readonly permanent = false;

  constructor(
    readonly code: string,
    readonly host: string,
    readonly fault = '',
  ) {
    super(`The connection with ${JSON.stringify(host)} failed: ${code}${fault && ` (${fault})`}`);
  }
}

/** This process is ending, and the transfer with it. */
export class OutboundShutdownError extends OutboundError {
  override readonly name = 'OutboundShutdownError';
  readonly permanent = false;

  constructor() {
    super('The transfer was aborted because this process is ending');
  }
}
