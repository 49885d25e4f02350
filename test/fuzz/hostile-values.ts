import fc from 'fast-check';

/** Texts that are known to break parsers, loggers, databases, shells, emails and web pages. */
const KNOWN_TEXTS = [
  ...['', ' ', '\0', 'a\0b', '\r\n', 'a\r\nX-Injected: 1', 'a\nBcc: eve@example.com', '\u2028', '\u202e'],
  ...['\ud800', '\udfffa', 'a\ud83d', '\ufeff', '\ufffe', '\u0130', 'ß', 'ﬀ', '👩‍👩‍👧‍👦', 'a\u0300'.repeat(50)],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN'],
  ...['true', '0', '-0', '1e3', '0x10', '+1', ' 1', '1.0', '9007199254740993', '1e400', 'Infinity', '١'],
  ...[
    '../../etc/passwd',
    '..\\..',
    '/',
    '%2e%2e%2f',
    '%',
    '%00',
    '{{7*7}}',
    '${7*7}',
    '<script>alert(1)</script>',
  ],
  ...[
    "'; DROP TABLE tasks; --",
    '*',
    '[a-z]',
    '\\',
    '"',
    "'",
    '`id`',
    '$(id)',
    ':',
    'wait',
    'active',
    'a:b:c',
  ],
  ...['1970-01-01', '2026-02-30T00:00:00Z', '9999-12-31T23:59:59Z', '+275760-09-13T00:00:00.001Z'],
  ...[
    'http://',
    'http://[',
    'javascript:alert(1)',
    'file:///etc/passwd',
    '//localhost',
    'a@b',
    '"a b"@example.com',
  ],
];

/** Boundary numbers. */
const KNOWN_NUMBERS = [
  ...[0, -0, 1, -1, 1.5, 1e-7, 2 ** 31 - 1, 2 ** 31, 2 ** 32, -(2 ** 31) - 1, 1e21, -1e21],
  ...[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1, Number.MIN_SAFE_INTEGER, Number.MAX_VALUE],
];

/** Any text: a hostile one, arbitrary code points, or far too many. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...KNOWN_TEXTS) },
  { weight: 6, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(codeUnit), maxLength: 20 }),
  },
  { weight: 1, arbitrary: fc.integer({ min: 90, max: 4_000 }).map((length) => 'a'.repeat(length)) },
);

/** Any JSON value, including keys that must never reach a prototype. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 3, arbitrary: fc.constantFrom(...KNOWN_NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], '') },
  { weight: 2, arbitrary: fc.array(hostileText, { maxLength: 4 }) },
  { weight: 2, arbitrary: fc.array(fc.tuple(hostileText, hostileText), { maxLength: 4 }).map(objectOf) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }).map((depth) => nested(depth)) },
);

function codeUnit(code: number): string {
  return String.fromCharCode(code);
}

/** An object with exactly these own keys, even `__proto__`. */
export function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  const object = {};
  for (const [key, value] of entries)
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : depth % 2 ? [nested(depth - 1)] : { a: nested(depth - 1) };
}
