import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Operation } from '../support/openapi.js';
import { hostileJson, hostileText } from './hostile-values.js';
import type { FuzzRequest } from './request.js';
import type { Schema, SchemaValues, Taste } from './schema-values.js';

/** The body of a request, with the headers that describe it. */
export type Body = Pick<FuzzRequest, 'headers' | 'body'>;

const NONE: Body = { headers: [] };
const JSON_TYPE: readonly [string, string] = ['Content-Type', 'application/json'];

/** A body by the operation's schema, if it has one. */
export function bodyFor(operation: Operation, values: SchemaValues, taste: Taste): fc.Arbitrary<Body> {
  const schema = schemaOf(operation);
  if (schema === undefined) return taste === 'valid' ? fc.constant(NONE) : rarely(wildBody, NONE, 12);
  const fitting = values.of(schema, '', taste).map(jsonBody);
  if (taste === 'valid') return fitting;
  return fc.oneof({ weight: 10, arbitrary: fitting }, { weight: 2, arbitrary: wildBody });
}

function schemaOf({ requestBody }: Operation): Schema | undefined {
  return requestBody?.content['application/json']?.schema;
}

function jsonBody(value: unknown): Body {
  return { headers: [JSON_TYPE], body: Buffer.from(JSON.stringify(value)) };
}

/** Bytes that are not valid JSON, or are declared as something else. */
export const wildBody: fc.Arbitrary<Body> = fc.oneof(
  hostileJson.map(jsonBody),
  fc.tuple(hostileJson, fc.nat()).map(([value, at]) => cutOff(value, at)),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => typed('application/json', Buffer.from(bytes))),
  fc
    .tuple(contentType(), hostileJson)
    .map(([type, value]) => typed(type, Buffer.from(JSON.stringify(value)))),
  fc
    .tuple(contentEncoding(), hostileJson)
    .map(([encode, value]) => encode(Buffer.from(JSON.stringify(value)))),
  hostileText.map((text) => typed('text/plain', Buffer.from(text))),
  fc.constantFrom(...KNOWN_BODIES()),
  fc.constant(NONE),
);

function cutOff(value: unknown, at: number): Body {
  const text = JSON.stringify(value);
  return typed('application/json', Buffer.from(text.slice(0, at % (text.length + 1))));
}

function typed(type: string, body: Buffer): Body {
  return { headers: [['Content-Type', type]], body };
}

function contentType(): fc.Arbitrary<string> {
  const types = [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    '',
    '/',
    'json',
    'a/b; c="',
  ];
  const multipart = 'multipart/form-data; boundary=x';
  const charsets = ['utf-8', 'UTF-16', 'utf-16le', 'utf-7', 'iso-8859-1', 'nonsense', '"', ''];
  return fc.constantFrom(
    ...[
      ...types,
      multipart,
      'application/problem+json',
      'APPLICATION/JSON',
      'application/json;;',
      'application/json, a/b',
    ],
    ...charsets.map((charset) => `application/json; charset=${charset}`),
  );
}

/** Content encodings that are correct, wrong, unknown, or bombs. */
function contentEncoding(): fc.Arbitrary<(bytes: Buffer) => Body> {
  const encoded = (name: string, encode: (bytes: Buffer) => Buffer) => (bytes: Buffer) => ({
    headers: [JSON_TYPE, ['Content-Encoding', name] as const],
    body: encode(bytes),
  });
  const bomb = () => gzipSync(Buffer.alloc(20_000_000, ' '));
  return fc.constantFrom(
    encoded('gzip', gzipSync),
    encoded('deflate', deflateSync),
    encoded('br', brotliCompressSync),
    encoded('identity', (bytes) => bytes),
    encoded('gzip', (bytes) => bytes),
    encoded('gzip', (bytes) => gzipSync(bytes).subarray(0, 12)),
    encoded('gzip', bomb),
    encoded('gzip, gzip', (bytes) => gzipSync(gzipSync(bytes))),
    encoded('zstd', (bytes) => bytes),
    encoded('nonsense', (bytes) => bytes),
  );
}

function KNOWN_BODIES(): Body[] {
  const texts = [
    ...[
      '',
      ' ',
      '{',
      '}',
      '[]',
      'null',
      '""',
      '1',
      '{"payload":{},"payload":1}',
      '\ufeff{}',
      '{"a":1}{}',
      '{}x',
      "{'a':1}",
    ],
    ...[
      '{"__proto__":{"isAdmin":true}}',
      '{"payload":{"__proto__":{"x":1}}}',
      '{"constructor":{"prototype":{"x":1}}}',
    ],
    ...[
      '['.repeat(5_000),
      `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
      '{"a":'.repeat(33) + '1' + '}'.repeat(33),
    ],
    ...[
      '{"payload":{"x":1e400,"y":2}}',
      '{"payload":{"x":-0,"y":1}}',
      '{"payload":{"x":10,"y":2},"options":{"tags":["\\ud800"]}}',
    ],
    `{${Array.from({ length: 1_001 }, (_, i) => `"k${i}":1`).join(',')}}`,
    JSON.stringify({ payload: 'a'.repeat(1_100_000) }),
  ];
  return texts.map((text) => typed('application/json', Buffer.from(text)));
}

function rarely<T>(arbitrary: fc.Arbitrary<T>, usual: T, of: number): fc.Arbitrary<T> {
  return fc.oneof({ weight: of - 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary });
}
