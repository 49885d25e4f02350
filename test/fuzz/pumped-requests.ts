import fc from 'fast-check';
import type { OpenApi, Operation } from '../support/openapi.js';
import { HEADERS } from './request-headers.js';
import { type FuzzRequest, percentEncode } from './request.js';

/**
 * Texts that slow down a careless regular expression when repeated: white space, parts of words and numbers, and
 * beginnings of what it searches for.
 */
const UNITS = [
  ...[' ', '\t', ',', ';', ':', '"', "'", '=', '-', '_', '.', '/', '\\', '%', '&', '+', '*', '~', '!', '|'],
  ...['(', ')', '[', ']', '{', '}', '<', '>', '@', '#', '?', '0', '1', 'a', 'A', 'e', 'x', 'é', '\x80'],
  ...[
    'a.',
    'a=',
    'a@',
    'a,',
    'a ',
    ' ,',
    '0-',
    '0,',
    '1.1.',
    '://',
    'a:',
    '%2',
    '%20',
    '"a',
    'eyJ',
    'cel_',
    '..',
  ],
];

/** A length that is short enough to be parsed, and the maximum, MAX_HEADER_BYTES. */
const LENGTHS = [250, 2_000, 8_000, 15_000];

const ENDS = ['', 'x', '!', '"', '=', '0'];

/** A place where a request can be made long. */
type Place =
  | { readonly in: 'header' | 'query'; readonly name: string }
  | { readonly in: 'segment'; readonly index: number }
  | { readonly in: 'path' | 'queries' };

/** Headers that no operation declares are parsed before routing: one read and one write operation are enough. */
const WITH_EVERY_HEADER = ['GET /tasks', 'POST /tasks'];

/**
 * One request per place that can be long: each header and parameter, the path and the query of each operation.
 *
 * @param bases valid requests, in the order of the document's operations
 */
export function pumpedRequests(
  api: OpenApi,
  bases: readonly fc.Arbitrary<FuzzRequest>[],
): fc.Arbitrary<FuzzRequest>[] {
  const pumped = api.operations().map(([label, operation], i) => {
    const base = bases[i];
    return base ? placesOf(label, operation).map((place) => pumpedAt(place, base)) : [];
  });
  return pumped.flat();
}

function placesOf(label: string, { parameters = [] }: Operation): Place[] {
  const segments = label.split('/').flatMap((segment, index) => (segment.startsWith('{') ? [index] : []));
  const named = (where: string) => parameters.filter((one) => one.in === where).map(({ name }) => name);
  const headers = WITH_EVERY_HEADER.includes(label) ? Object.keys(HEADERS) : named('header');
  return [
    ...headers.map((name): Place => ({ in: 'header', name })),
    ...named('query').map((name): Place => ({ in: 'query', name })),
    ...segments.map((index): Place => ({ in: 'segment', index })),
    { in: 'path' },
    { in: 'queries' },
  ];
}

function pumpedAt(place: Place, base: fc.Arbitrary<FuzzRequest>): fc.Arbitrary<FuzzRequest> {
  const starts = place.in === 'header' ? ['', ...startsOf(place.name)] : ['', 'a'];
  const text = fc
    .tuple(
      ...[fc.constantFrom(...starts), fc.constantFrom(...UNITS), fc.constantFrom(...ENDS)],
      fc.constantFrom(...LENGTHS),
    )
    .map(([start, unit, end, length]) => (encode: (text: string) => string) => {
      const once = encode(unit);
      return encode(start) + once.repeat(Math.ceil(length / once.length)) + encode(end);
    });
  return fc.tuple(base, text).map(([request, pump]) => withText(request, place, pump));
}

/** Possible beginnings of a long header value: a whole valid value, or its part before the first digit. */
function startsOf(name: string): string[] {
  const values = (HEADERS[name] ?? []).filter((value) => value.length > 0 && value.length < 50);
  return [...new Set(values.flatMap((value) => [value, value.split(/[\d*!]/)[0] ?? '']))];
}

function withText(
  request: FuzzRequest,
  place: Place,
  pump: (encode: (text: string) => string) => string,
): FuzzRequest {
  const { target, headers } = request;
  const [path = '', query] = target.split('?');
  const asked = query === undefined ? '' : `?${query}`;
  switch (place.in) {
    case 'header': {
      const others = headers.filter(([name]) => name !== place.name);
      return { ...request, headers: [...others, [place.name, pump(String)]] };
    }
    case 'query': {
      const others = (query ?? '').split('&').filter((pair) => !pair.startsWith(`${place.name}=`));
      return {
        ...request,
        target: `${path}?${[`${place.name}=${pump(percentEncode)}`, ...others].join('&')}`,
      };
    }
    case 'segment': {
      const segments = path
        .split('/')
        .map((segment, i) => (i === place.index ? pump(percentEncode) : segment));
      return { ...request, target: segments.join('/') + asked };
    }
    case 'path':
      return { ...request, target: `/${pump(bare)}${asked}` };
    case 'queries':
      return { ...request, target: `${path}?${pump(bare)}` };
  }
}

/** Encodes only what a request line cannot contain. */
function bare(text: string): string {
  return text.replaceAll(/[^!-~]/g, percentEncode);
}
