import { describe, expect, it } from '@jest/globals';
import { standaloneSchema } from './standalone-schema.js';

const at = (name: string) => `#/components/schemas/${name}`;
const ref = (name: string) => ({ $ref: at(name) });

describe('standaloneSchema', () => {
  it('includes referenced schemas at any depth', () => {
    const schemas = {
      A: { items: ref('B') },
      B: { properties: { c: ref('C') } },
      C: { type: 'string' },
      D: {},
    };
    expect(standaloneSchema('A', schemas)).toEqual({
      items: { $ref: '#/$defs/B' },
      $defs: { B: { properties: { c: { $ref: '#/$defs/C' } } }, C: { type: 'string' } },
    });
  });

  it('supports recursive schemas', () => {
    const schemas = { A: { properties: { b: ref('B') } }, B: { properties: { a: ref('A'), b: ref('B') } } };
    const moved = standaloneSchema('A', schemas);
    expect(moved['$defs']).toEqual({
      A: { properties: { b: { $ref: '#/$defs/B' } } },
      B: { properties: { a: { $ref: '#/$defs/A' }, b: { $ref: '#/$defs/B' } } },
    });
  });

  it("rewrites a discriminator's mapping, by reference or by name", () => {
    const discriminator = { propertyName: 'kind', mapping: { cat: at('Cat'), dog: 'Dog' } };
    const schemas = { Pet: { oneOf: [ref('Cat')], discriminator }, Cat: { type: 'object' }, Dog: {} };
    expect(standaloneSchema('Pet', schemas)).toEqual({
      oneOf: [{ $ref: '#/$defs/Cat' }],
      discriminator: { propertyName: 'kind', mapping: { cat: '#/$defs/Cat', dog: '#/$defs/Dog' } },
      $defs: { Cat: { type: 'object' }, Dog: {} },
    });
  });

  it('leaves data and foreign references unchanged, and handles any property name', () => {
    const schema = {
      properties: { $ref: ref('B'), example: ref('B'), mapping: { $ref: 'https://example.com/schema' } },
      example: { $ref: at('Nothing') },
      enum: [at('Nothing')],
    };
    expect(standaloneSchema('A', { A: schema, B: {} })).toEqual({
      properties: {
        $ref: { $ref: '#/$defs/B' },
        example: { $ref: '#/$defs/B' },
        mapping: { $ref: 'https://example.com/schema' },
      },
      example: { $ref: at('Nothing') },
      enum: [at('Nothing')],
      $defs: { B: {} },
    });
  });

  it('follows a reference into a schema', () => {
    const schemas = { A: ref('B/properties/c'), B: { properties: { c: {} } } };
    expect(standaloneSchema('A', schemas)).toEqual({
      $ref: '#/$defs/B/properties/c',
      $defs: { B: schemas.B },
    });
  });
});
