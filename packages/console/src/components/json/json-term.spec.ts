import { describe, expect, it } from '@jest/globals';
import { parseJson } from '../../json/json.js';
import { pathText, termOf } from './json-term.js';

describe('a filter from a value', () => {
  it.each([
    [['customer', 'city'], '"Berlin"', 'payload.customer.city:Berlin'],
    [['items', 0, 'sku'], '"X 1"', 'payload.items.0.sku:"X 1"'],
    [['first name'], '"Ada"', 'payload."first name":Ada'],
    [['a.b:"c'], '"\\\\"', 'payload."a.b:\\"c":"\\\\"'],
    [['size'], '12345678901234567890', 'payload.size:12345678901234567890'],
    [['size'], '"7"', 'payload.size:"7"'],
    [['coupon'], 'null', 'payload.coupon:null'],
    [['coupon'], '"null"', 'payload.coupon:"null"'],
    [['pattern'], '"a*"', 'payload.pattern:"a*"'],
    [['items'], '[1]', 'payload.items:*'],
  ] as const)('%j: %s', (path, text, term) => {
    expect(termOf('payload', path, parseJson(text))).toBe(term);
  });

  it('is not made of a long text, whose path is still shown', () => {
    const long = parseJson(JSON.stringify('a'.repeat(201)));
    expect(termOf('result', ['body'], long)).toBeUndefined();
    expect(pathText('result', ['body'])).toBe('result.body');
    expect(pathText('result', [])).toBe('result');
    expect(termOf('result', [], parseJson('{}'))).toBeUndefined();
    expect(termOf('result', [], parseJson('5'))).toBe('result:5');
  });
});
