import { brotliCompressSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { celeryMessage, celeryMessages, madeMessage } from '../../../../test/support/celery-vectors.js';
import { checkedReplyTo, readTaskMessage } from './read-task-message.js';
import { UnreadableMessageError } from './task-message.js';
import type { Delivery } from './wire-message.js';
import { newTaskMessage, writeTaskMessage } from './write-task-message.js';

const LIMITS = { maxBytes: 100_000 };
const REPLY_TO = '99999999-0000-4000-8000-000000000000';

const read = (delivery: Delivery) => readTaskMessage(delivery, LIMITS);

function refusalOf(delivery: Delivery): UnreadableMessageError {
  try {
    read(delivery);
  } catch (error) {
    if (error instanceof UnreadableMessageError) return error;
    throw error;
  }
  throw new Error('The message was read');
}

/** Brackets around a value. */
const nested = (depth: number, inside = '1') => '['.repeat(depth) + inside + ']'.repeat(depth);

const wide = (keys: number) => Object.fromEntries(Array.from({ length: keys }, (_, i) => [i, 1]));

describe('readTaskMessage', () => {
  it('reads a task of protocol 2', () => {
    expect(read(celeryMessage('plain'))).toEqual(
      newTaskMessage('lab.add', 'id of plain', {
        ...{ args: [1, 2], argsRepr: '(1, 2)', kwargsRepr: '{}', origin: 'gen1@host', replyTo: REPLY_TO },
      }),
    );
  });

  it('reads a task of protocol 1', () => {
    expect(read(celeryMessage('protocol 1'))).toMatchObject({
      ...{ id: 'id of protocol 1', task: 'lab.add', args: [1, 2], kwargs: { z: 3 }, retries: 1 },
      ...{
        group: 'group',
        groupIndex: 0,
        hardLimitMs: 10_000,
        softLimitMs: null,
        rootId: 'id of protocol 1',
      },
      etaAt: Date.UTC(2030, 0, 2, 3, 4, 5, 678),
      embed: { callbacks: [{ task: 'lab.note', args: ['a'], options: { task_id: 'linked' } }], chain: [] },
    });
  });

  it.each([
    ['kwargs', { args: [], kwargs: { x: 'ä€😀', nested: { list: [null, true, 1.5] } } }],
    ['eta in UTC', { etaAt: Date.UTC(2030, 0, 2, 3, 4, 5, 678) }],
    ['eta with an offset', { etaAt: Date.UTC(2030, 0, 2, 3, 4, 5, 678) }],
    ['eta without an offset', { etaAt: Date.UTC(2030, 0, 2, 3, 4, 5) }],
    ['expires', { expiresAt: Date.UTC(2030, 0, 2) }],
    ['limits', { hardLimitMs: 10_000, softLimitMs: 2_500 }],
    ['priority', { priority: 6 }],
    ['headers', { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }],
    ['ignored', { ignoreResult: true, shadow: 'shown' }],
    ['child', { rootId: 'root', parentId: 'parent', group: 'group', groupIndex: 300, retries: 2 }],
    ['zlib', { args: [1, 2] }],
    ['gzip', { args: [1, 2] }],
  ])('reads %s', (title, expected) => {
    expect(read(celeryMessage(title))).toMatchObject(expected);
  });

  it('gives a task the texts of values that JSON does not have', () => {
    const id = '00000000-0000-0000-0000-000000000001';
    const texts = ['2030-01-02T03:04:05.678900Z', '2026-01-02T00:00:00', '01:02:03', '1.50', id];
    expect(read(celeryMessage('values')).args).toEqual(texts);
  });

  it('gives a task the texts of the special values of kombu 5.3', () => {
    const special = (type: string, value: unknown) => ({ __type__: type, __value__: value });
    const args = [
      special('datetime', '2030-01-02T03:04:05+00:00'),
      special('date', '2026-01-02'),
      special('time', '01:02:03'),
      special('decimal', '1.50'),
      special('uuid', { hex: '00000000000000000000000000000001' }),
      special('bytes', 'text'),
      special('base64', '/wA='),
    ];
    const { args: texts, kwargs } = read(madeMessage([args, { deep: [{ er: args[3] }] }, null]));
    const id = '00000000-0000-0000-0000-000000000001';
    const expected = ['2030-01-02T03:04:05+00:00', '2026-01-02', '01:02:03', '1.50', id, 'text', '/wA='];
    expect(texts).toEqual(expected);
    expect(kwargs).toEqual({ deep: [{ er: '1.50' }] });
  });

  it('leaves special values in signatures for those who get them', () => {
    const time = { __type__: 'datetime', __value__: '2030-01-02T03:04:05+00:00' };
    const next = {
      task: 'py.next',
      args: [time],
      kwargs: {},
      options: {},
      subtask_type: null,
      immutable: false,
    };
    expect(read(madeMessage([[], {}, { chain: [next] }])).embed.chain[0]?.args).toEqual([time]);
  });

  it('reads an object with a third key, and kwargs with these names, as they are', () => {
    const object = { __type__: 'uuid', __value__: 1, more: 2 };
    const kwargs = { __type__: 'no', __value__: 'special' };
    expect(read(madeMessage([[object], kwargs, null]))).toMatchObject({ args: [object], kwargs });
  });

  it('reads parts that are null or missing', () => {
    const empty = newTaskMessage('lab.add', 'made', {});
    expect(read(madeMessage([null, null, null]))).toEqual(empty);
    expect(read(madeMessage([[], {}]))).toEqual(empty);
    const nulls = { root_id: null, eta: null, expires: '', timelimit: null, retries: null, stamps: null };
    expect(read(madeMessage([[], {}, {}], nulls))).toEqual(empty);
  });

  it('reads stamps', () => {
    const stamps = { customer: ['a'], at: { __type__: 'date', __value__: '2026-01-02' } };
    const headers = { stamped_headers: ['customer', 'at'], stamps };
    expect(read(madeMessage([[], {}, null], headers)).stamps).toEqual({ customer: ['a'], at: '2026-01-02' });
  });

  it('reads the signatures of a canvas', () => {
    const [chain, chord] = [celeryMessage('chain'), celeryMessages('chord')[1]].map(
      (one) => one && read(one).embed,
    );
    expect(chain?.chain.map(({ options }) => options['task_id'])).toEqual(['step 2', 'step 1']);
    expect(chord?.chord).toMatchObject({ task: 'lab.total', options: { task_id: 'body' } });
  });

  it('refuses headers that are nested too deep, or too large', () => {
    const message = celeryMessage('plain');
    const refused = (more: object) => refusalOf({ ...message, headers: { ...message.headers, ...more } });
    const deep: unknown = JSON.parse(nested(100_000));
    for (const name of ['eta', 'stamps', 'compression', 'x'])
      expect(refused({ [name]: deep })).toMatchObject({ reason: 'json', id: 'id of plain' });
    expect(refused({ x: 'x'.repeat(LIMITS.maxBytes) }).message).toContain('headers');
  });

  it('takes names that every object inherits for what they are', () => {
    const body = '[[], {"__proto__": {"a": 1}, "constructor": 2}, null]';
    const { task, kwargs } = read(madeMessage(body, { task: '__proto__' }));
    expect(task).toBe('__proto__');
    expect(Object.keys(kwargs)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(kwargs)).toBe(Object.prototype);
  });

  it.each([
    ['pickle', 'encoding', 'ContentDisallowed'],
    ['yaml', 'encoding', 'ContentDisallowed'],
    ['bz2', 'compression', 'ContentDisallowed'],
    ['lzma', 'compression', 'ContentDisallowed'],
    ['NaN', 'json', 'DecodeError'],
    ['large integer', 'json', 'DecodeError'],
  ])('refuses %s under its id', (title, reason, type) => {
    const refusal = refusalOf(celeryMessage(title));
    expect(refusal).toMatchObject({
      reason,
      id: `id of ${title}`,
      python: { type, module: 'kombu.exceptions' },
    });
  });

  it('says why NaN and integers beyond 2^53 are refused', () => {
    expect(refusalOf(celeryMessage('NaN')).message).toContain("holds NaN, which Python's json writes");
    expect(refusalOf(celeryMessage('large integer')).message).toContain('9223372036854775808 loses digits');
    expect(refusalOf(madeMessage('[["NaN 1234567890123456789", NaN]')).message).toContain('holds NaN');
    expect(
      read(madeMessage('[["NaN 1234567890123456789", 9007199254740992, 0.1234567890123456], {}]')).args,
    ).toHaveLength(3);
  });

  it.each([
    ['an encoding', madeMessage([[]], {}, { contentEncoding: 'binary' }), 'encoding'],
    ['no content type', madeMessage([[]], {}, { contentType: undefined }), 'encoding'],
    ['bytes that are not UTF-8', madeMessage(Buffer.from([0x5b, 0xff, 0x5d])), 'encoding'],
    ['a damaged stream', madeMessage('no stream', { compression: 'application/x-gzip' }), 'compression'],
    ['zstd', madeMessage('no stream', { compression: 'application/zstd' }), 'compression'],
    ['no JSON', madeMessage('[1,'), 'json'],
    ['an unknown special value', madeMessage([[{ __type__: 'no', __value__: 1 }], {}, null]), 'json'],
    [
      'a special value of another shape',
      madeMessage([[{ __type__: 'uuid', __value__: 1 }], {}, null]),
      'json',
    ],
    ['deep nesting', madeMessage(`[${nested(40_000)}, {}, null]`), 'json'],
    ['a wide object', madeMessage([[], { a: wide(10_001) }, null]), 'json'],
    ['a large body', madeMessage([['a'.repeat(100_000)], {}, null]), 'size'],
    ['a body that is no list', madeMessage({ a: 1 }), 'shape'],
    ['null', madeMessage(null), 'shape'],
    ['args that are no list', madeMessage(['a', {}, null]), 'shape'],
    ['too many args', madeMessage([Array(1_001).fill(1), {}, null]), 'shape'],
    ['kwargs that are no object', madeMessage([[], [1], null]), 'shape'],
    ['an eta that is no time', madeMessage([[], {}, null], { eta: 'soon' }), 'shape'],
    ['a task without a name', madeMessage([[], {}, null], { task: '' }), 'shape'],
    ['a signature without a name', madeMessage([[], {}, { chain: [{ args: [] }] }]), 'canvas'],
    ['a signature that is no object', madeMessage([[], {}, { callbacks: 'a' }]), 'canvas'],
  ])('refuses %s', (_what, delivery, reason) => {
    expect(refusalOf(delivery)).toMatchObject({ reason, id: 'made' });
  });

  it.each([
    ['zlib', deflateSync, 'application/x-gzip'],
    ['brotli', brotliCompressSync, 'application/x-brotli'],
  ])('opens %s, and stops at the limit of a bomb', (_name, compress, compression) => {
    const made = (body: unknown) => madeMessage(compress(JSON.stringify(body)), { compression });
    expect(read(made([[1], {}, null])).args).toEqual([1]);
    expect(refusalOf(made([['a'.repeat(5_000_000)], {}, null]))).toMatchObject({
      reason: 'size',
      id: 'made',
    });
  });

  it.each(['', 'a'.repeat(256), 'a\nb', 'a\u0000', 7, null])('refuses the id %p', (id) => {
    const delivery = madeMessage([[], {}, null], { id }, { correlationId: undefined });
    expect(refusalOf(delivery)).toMatchObject({ reason: 'shape', id: null });
  });

  it('tells a message that is no task by the id of its properties', () => {
    const delivery = { ...madeMessage({ method: 'ping' }), headers: {} };
    expect(refusalOf(delivery)).toMatchObject({ reason: 'shape', id: 'made' });
  });

  it('counts what follows a group once for each of its tasks', () => {
    const task = { task: 'a', args: [], kwargs: {}, options: {}, subtask_type: null };
    const group = (options = {}) => ({
      ...task,
      subtask_type: 'group',
      kwargs: { tasks: Array(6).fill(task) },
      options,
    });
    const chain = { ...task, subtask_type: 'chain', kwargs: { tasks: [group()] } };
    const chord = { ...task, subtask_type: 'chord', kwargs: { header: [task], body: group() } };
    const powers = (name: string) => {
      let all = group();
      for (let depth = 0; depth < 4; depth++) all = group({ [name]: [all] });
      return all;
    };
    const embeds = [
      ...['link_error', 'chain'].map((name) => ({ errbacks: [powers(name)] })),
      ...[group(), chain, chord].map((step) => ({ chain: Array(5).fill(step) })),
    ];
    for (const embed of embeds)
      expect(refusalOf(madeMessage([[], {}, embed])).message).toContain('more than 1000 signatures');
    expect(read(madeMessage([[], {}, { chain: [group(), group()] }])).embed.chain).toHaveLength(2);
  });

  it('limits number and depth of signatures', () => {
    const signature = (options = {}) => ({ task: 'a', args: [], kwargs: {}, options, subtask_type: null });
    const many = Array.from({ length: 1_001 }, () => signature());
    let deep = signature();
    for (let depth = 0; depth < 100; depth++) deep = signature({ link: [deep] });
    expect(refusalOf(madeMessage([[], {}, { chain: many }])).message).toContain('more than 1000 signatures');
    expect(refusalOf(madeMessage([[], {}, { callbacks: [deep] }])).message).toContain('deeper than 100');
    expect(read(madeMessage([[], {}, { chain: many.slice(1) }])).embed.chain).toHaveLength(1_000);
  });
});

describe('checkedReplyTo', () => {
  it('takes UUIDs only', () => {
    expect(checkedReplyTo(REPLY_TO)).toBe(REPLY_TO);
    for (const text of [undefined, '', 'celery', `${REPLY_TO}\n`, 'unacked'])
      expect(checkedReplyTo(text)).toBeNull();
  });
});

describe('writeTaskMessage', () => {
  it.each([
    'plain',
    'kwargs',
    'eta in UTC',
    'expires',
    'limits',
    'priority',
    'headers',
    'ignored',
    'child',
    'chain',
  ])('writes %s as it was read', (title) => {
    const message = read(celeryMessage(title));
    const written = writeTaskMessage(message, {
      now: 0,
      origin: 'pid@host',
      headers: { task: 'other', own: 1 },
    });
    expect(read({ ...celeryMessage(title), ...written })).toEqual(message);
    expect(written.headers).toMatchObject({ lang: 'js', own: 1 });
  });

  it('shows arguments as Python does', () => {
    const message = newTaskMessage('a', 'b', { args: ['x'], kwargs: { y: null }, expiresAt: 5_000 });
    const { headers, properties } = writeTaskMessage(message, { now: 1_000, origin: 'pid@host' });
    expect(headers).toMatchObject({ argsrepr: "('x',)", kwargsrepr: "{'y': None}", origin: 'pid@host' });
    expect(headers['expires']).toBe('1970-01-01T00:00:05.000000+00:00');
    expect(properties).toMatchObject({ expirationMs: 4_000, correlationId: 'b', replyTo: '', priority: 0 });
  });
});
