import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../json/json.js';
import { exampleOf, titleOfVariant } from './example-of.js';
import { fits } from './fits.js';
import { formFieldOf } from './form-field.js';

const email = {
  type: 'object',
  additionalProperties: false,
  properties: {
    attachments: { type: 'array', maxItems: 10, items: { $ref: '#/$defs/AttachmentDto' } },
    to: { type: 'string', format: 'email', example: 'ada@example.com', description: 'Receiver' },
    subject: { type: 'string', minLength: 1, maxLength: 200 },
    text: { type: 'string', maxLength: 100_000 },
  },
  required: ['to', 'subject'],
  $defs: {
    AttachmentDto: { type: 'object', properties: { filename: { type: 'string' } }, required: ['filename'] },
    Tree: { type: 'object', properties: { child: { $ref: '#/$defs/Tree' } }, required: ['child'] },
  },
};

function kindOf(schema: JsonValue): string {
  return formFieldOf(schema, email).kind;
}

describe('form from a schema', () => {
  it('shows what is required first', () => {
    const field = formFieldOf(email, email);
    expect(field.kind === 'group' && field.properties.map(({ name }) => name)).toEqual([
      'to',
      'subject',
      'attachments',
      'text',
    ]);
  });

  it('describes a field with its limits and its example', () => {
    expect(formFieldOf(email.properties.to, email)).toMatchObject({
      kind: 'text',
      format: 'email',
      example: 'ada@example.com',
      description: 'Receiver',
    });
    expect(formFieldOf(email.properties.subject, email).limits).toBe('1 to 200 characters');
    expect(formFieldOf(email.properties.text, email)).toMatchObject({ kind: 'text', isLong: true });
    expect(formFieldOf({ type: 'integer', minimum: 1, maximum: 9007199254740991 }, email).limits).toBe(
      'at least 1',
    );
    expect(formFieldOf({ type: 'number', exclusiveMinimum: 0 }, email).limits).toBe('more than 0');
  });

  it.each([
    ['an enumeration', { type: 'string', enum: ['GET', 'HEAD'] }, 'choice'],
    ['a constant', { const: 'a' }, 'choice'],
    ['a flag', { type: 'boolean' }, 'boolean'],
    ['a list', { type: 'array', items: { type: 'string' } }, 'list'],
    ['a list of fixed places', { type: 'array', prefixItems: [{}] }, 'json'],
    ['a map', { type: 'object', additionalProperties: { type: 'string' } }, 'group'],
    ['any object', { type: 'object' }, 'json'],
    ['anything', {}, 'json'],
    ['anything by false', false, 'json'],
    ['several types', { type: ['string', 'integer'] }, 'variants'],
    ['one of several', { oneOf: [{ type: 'string' }, { type: 'object' }] }, 'variants'],
    ['a reference', { $ref: '#/$defs/AttachmentDto' }, 'group'],
    ['a reference to nothing', { $ref: '#/$defs/Missing' }, 'json'],
    ['a reference to another document', { $ref: 'https://example.com/schema' }, 'json'],
    ['a type that is implied', { properties: { a: {} } }, 'group'],
    ['parts that belong together', { allOf: [{ $ref: '#/$defs/AttachmentDto' }], description: 'x' }, 'group'],
    ['an unknown type', { type: 'date' }, 'json'],
  ] as const)('knows %s', (_name, schema, kind) => {
    expect(kindOf(schema)).toBe(kind);
  });

  it.each<JsonValue>([
    { type: ['string', 'null'] },
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    { oneOf: [{ const: null }, { type: 'string' }] },
    { enum: ['a', null] },
  ])('takes null for no variant: %j', (schema) => {
    const field = formFieldOf(schema, email);
    expect(field.isNullable).toBe(true);
    expect(['text', 'choice']).toContain(field.kind);
  });

  it('ends in circles of references', () => {
    const circle = { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' };
    expect(formFieldOf(circle, circle).kind).toBe('json');
  });
});

describe('first value', () => {
  it('has all that is required, with its examples', () => {
    expect(exampleOf(email, email)).toEqual({ to: 'ada@example.com', subject: '' });
    expect(
      exampleOf({ type: 'array', minItems: 1, items: { $ref: '#/$defs/AttachmentDto' } }, email),
    ).toEqual([{ filename: '' }]);
    expect(exampleOf({ type: 'integer', minimum: 3 }, email)).toBe(3);
    expect(exampleOf({ type: 'boolean', default: true }, email)).toBe(true);
    expect(exampleOf({ examples: [7, 8] }, email)).toBe(7);
  });

  it('ends where a structure contains itself', () => {
    expect(JSON.stringify(exampleOf({ $ref: '#/$defs/Tree' }, email)).length).toBeLessThan(200);
  });
});

describe('variants', () => {
  const cat = {
    type: 'object',
    properties: { kind: { const: 'cat' }, lives: { type: 'integer' } },
    required: ['kind'],
  };
  const dog = { type: 'object', properties: { kind: { const: 'dog' } }, required: ['kind'] };

  it('are told apart by the value', () => {
    expect([cat, dog].map((one) => fits({ kind: 'dog' }, one, email))).toEqual([false, true]);
    expect(fits('x', { anyOf: [{ type: 'integer' }, { enum: ['x'] }] }, email)).toBe(true);
    expect(fits(1.5, { type: 'integer' }, email)).toBe(false);
    expect(fits({ a: 1 }, { additionalProperties: false }, email)).toBe(false);
    expect(fits([1, 'a'], { items: { type: 'integer' } }, email)).toBe(false);
  });

  it('have names', () => {
    expect(titleOfVariant(cat, email)).toBe('kind: cat');
    expect(titleOfVariant({ type: 'integer' }, email)).toBe('number');
    expect(titleOfVariant({ title: 'By address', type: 'string' }, email)).toBe('By address');
    expect(titleOfVariant(email.$defs.AttachmentDto, email)).toBe('with filename');
  });
});
