import { headerText } from '../../platform/outbound/header-text.js';
import type { ResponseHead } from '../../platform/outbound/safe-fetch.js';

/**
 * Response headers shown in a result: those that describe the content. No cookies, which are credentials, and nothing
 * about the server or the connection.
 */
const shown: readonly string[] = [
  'age',
  'cache-control',
  'content-disposition',
  'content-language',
  'content-length',
  'content-location',
  'date',
  'etag',
  'expires',
  'last-modified',
  'link',
  'vary',
];

export function shownHeaders(headers: ResponseHead['headers']): Record<string, string> {
  const found = shown.map((name) => [name, [headers[name] ?? []].flat().map(headerText).join(', ')] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== ''));
}
