import { describe, expect, it } from '@jest/globals';
import { payloadOf } from './payload.js';

const SCHEMA = {
  type: 'object',
  properties: {
    x: { type: 'integer' },
    text: { type: 'string' },
    maybe: { type: ['string', 'null'] },
    paid: { type: 'boolean' },
    items: { type: 'array' },
    customer: { $ref: '#/$defs/Customer' },
    endless: { $ref: '#/nowhere' },
  },
  $defs: { Customer: { type: 'object', properties: { id: { type: 'string' }, age: { type: 'number' } } } },
};

describe('payloadOf', () => {
  const of = (args: string[], input = '') =>
    payloadOf(
      args,
      () => Promise.resolve(input),
      () => Promise.resolve(SCHEMA),
    );

  it.each([
    [[], {}],
    [['{"x": 1}'], { x: 1 }],
    [['x=1', 'text=1'], { x: 1, text: '1' }],
    [['x=a'], { x: 'a' }],
    [['text=a=b', 'paid=true'], { text: 'a=b', paid: true }],
    [['text=null', 'maybe=null'], { text: 'null', maybe: null }],
    [['items=[1,"b"]', 'text='], { items: [1, 'b'], text: '' }],
    [['customer.id=7', 'customer.age=8'], { customer: { id: '7', age: 8 } }],
    [['customer={"id":"7"}'], { customer: { id: '7' } }],
    [['unknown=7', 'other=x'], { unknown: 7, other: 'x' }],
    [['endless=1'], { endless: 1 }],
  ])('%p', async (args, payload) => {
    expect(await of(args)).toEqual(payload);
  });

  it('reads standard input', async () => {
    expect(await of(['-'], '{"x": 2}')).toEqual({ x: 2 });
    await expect(of(['-'], 'x')).rejects.toThrow('Standard input must be a JSON object');
  });

  it('pollutes no prototype', async () => {
    const payload = await of(['__proto__.x=1', 'constructor.prototype.y=2']);
    expect(Object.getOwnPropertyNames(payload)).toEqual(['__proto__', 'constructor']);
    expect({}).not.toHaveProperty('x');
    expect({}).not.toHaveProperty('y');
  });

  it.each([[['x']], [['=1']], [['{"x": 1', 'y=2']], [['{"x": 1']], [['-', 'x=1']]])(
    'refuses %p',
    async (args) => {
      await expect(of(args)).rejects.toThrow();
    },
  );
});
