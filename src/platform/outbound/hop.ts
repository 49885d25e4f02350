import type { Destination } from './addresses/url-rules.js';
import type { RequestHeaders } from './request-headers.js';

/** The request of one hop. */
export interface Hop extends Destination {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: RequestHeaders;
  readonly body: string | undefined;
}

/** A response whose body is still being received. */
export interface Answer {
  readonly statusCode: number;
  /** Names are in lower case; repeated headers are a list. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
}
