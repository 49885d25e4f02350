import { describe, expect, it } from '@jest/globals';
import { UnreadableMessageError } from '../protocol/task-message.js';
import type { WireMessage } from '../protocol/wire-message.js';
import { addressed } from './addressing/addressed.js';
import { readControlCommand } from './control-command.js';

const REPLY_TO = { exchange: 'reply.celery.pidbox', routing_key: '8a6d7a0e-1111-4222-8333-abcdefabcdef' };

function message(body: unknown, headers: Readonly<Record<string, unknown>> = {}): WireMessage {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    headers,
    properties: { contentType: 'application/json', contentEncoding: 'utf-8' },
    body: Buffer.from(text),
  };
}

describe('readControlCommand', () => {
  it('reads what Celery sends', () => {
    const body = {
      ...{ method: 'ping', arguments: {}, destination: null, pattern: null, matcher: null },
      ...{ ticket: 't-1', reply_to: REPLY_TO },
    };
    expect(readControlCommand(message(body, { clock: 3, expires: 1764410000.5 }))).toEqual({
      method: 'ping',
      args: new Map(),
      destination: null,
      pattern: null,
      matcher: null,
      ticket: 't-1',
      replyTo: { exchange: REPLY_TO.exchange, routingKey: REPLY_TO.routing_key },
      clock: 3,
    });
  });

  it('reads arguments, with the special values of kombu as texts', () => {
    const id = { __type__: 'uuid', __value__: { hex: '00000000000040008000000000000000' } };
    const { args } = readControlCommand(
      message({ method: 'revoke', arguments: { task_id: [id], terminate: true } }),
    );
    expect([...args]).toEqual([
      ['task_id', ['00000000-0000-4000-8000-000000000000']],
      ['terminate', true],
    ]);
  });

  it('knows only own properties', () => {
    const text = '{"method":"x","arguments":{"__proto__":{"task_id":"a"},"constructor":1}}';
    const { args } = readControlCommand(message(text));
    expect([...args.keys()]).toEqual(['__proto__', 'constructor']);
    expect(args.get('task_id')).toBeUndefined();
    expect(() => readControlCommand(message('{"__proto__":{"method":"ping"}}'))).toThrow('has no method');
  });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['a list', []],
    ['null', null],
    ['no method', { arguments: {} }],
    ['a method that is no text', { method: ['ping'] }],
    ['a method with a line break', { method: 'ping\n' }],
    ['a method that is too long', { method: 'a'.repeat(256) }],
    ['arguments that are a list', { method: 'ping', arguments: [1] }],
    ['a destination that is a text', { method: 'ping', destination: 'celeriac@a' }],
    ['too many destinations', { method: 'ping', destination: new Array(10_001).fill('a') }],
    ['a pattern that is too long', { method: 'ping', pattern: 'a'.repeat(257), matcher: 'glob' }],
    ['a matcher that there is not', { method: 'ping', pattern: 'a', matcher: 'sql' }],
    ['a reply elsewhere', { method: 'ping', reply_to: { exchange: '', routing_key: 'celery' } }],
    ['a reply without a key', { method: 'ping', reply_to: { exchange: REPLY_TO.exchange } }],
    ['a key with separators', { method: 'ping', reply_to: { ...REPLY_TO, routing_key: 'a\u0006\u0016b' } }],
    ['too deep', `{"method":"ping","arguments":{"a":${'['.repeat(600)}${']'.repeat(600)}}}`],
    ['too large', { method: 'ping', arguments: { a: 'a'.repeat(1_048_576) } }],
  ])('refuses %s', (_, body) => {
    expect(() => readControlCommand(message(body))).toThrow(UnreadableMessageError);
  });

  it('refuses pickle', () => {
    const pickled = {
      ...message('{"method":"ping"}'),
      properties: { contentType: 'application/x-python-serialize' },
    };
    expect(() => readControlCommand(pickled)).toThrow(UnreadableMessageError);
  });
});

describe('addressed', () => {
  const nodes = [{ name: 'celeriac@a' }, { name: 'celeriac@b' }];
  const ALL = { destination: null, pattern: null, matcher: null };

  it.each([
    ['all', ALL, ['celeriac@a', 'celeriac@b']],
    ['a destination', { ...ALL, destination: new Set(['celeriac@b', 'celery@c']) }, ['celeriac@b']],
    ['nobody', { ...ALL, destination: new Set(['nobody@nowhere']) }, []],
    ['a glob', { ...ALL, pattern: '*@a', matcher: 'glob' as const }, ['celeriac@a']],
    [
      'a regular expression',
      { ...ALL, pattern: '^[^@]+@.+$', matcher: 'pcre' as const },
      ['celeriac@a', 'celeriac@b'],
    ],
    [
      'a destination before a pattern',
      { destination: new Set(['celeriac@a']), pattern: '*@b', matcher: 'glob' as const },
      ['celeriac@a'],
    ],
  ])('finds %s', (_, command, names) => {
    expect(addressed(nodes, command).map(({ name }) => name)).toEqual(names);
  });

  it('refuses a pattern that is no regular expression', () => {
    expect(() => addressed(nodes, { ...ALL, pattern: '(', matcher: 'pcre' })).toThrow('missing closing )');
  });
});
