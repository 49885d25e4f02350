import { describe, expect, it } from '@jest/globals';
import {
  builtinError,
  chordError,
  encodeError,
  notRegistered,
  pythonErrorOf,
  readErrorJson,
  revokedError,
} from './python-error.js';
import { pythonTime, readTime } from './python-time.js';
import { readResultMeta, resultJson, resultMessage } from './result-json.js';
import type { ResultMeta } from './result-meta.js';
import { readResultTuple } from './result-tuple.js';
import { specialFormIn } from './special-values.js';

const META: ResultMeta = {
  ...{ id: 'a', state: 'SUCCESS', result: 5, traceback: null, children: [], groupId: null, parentId: null },
  doneAt: Date.UTC(2026, 10, 29, 10, 0, 0, 123),
};

describe('resultJson', () => {
  it("has Celery's fields", () => {
    expect(JSON.parse(resultJson({ ...META, children: [[['b', null], null]] }))).toEqual({
      ...{ status: 'SUCCESS', result: 5, traceback: null, children: [[['b', null], null]], task_id: 'a' },
      date_done: '2026-11-29T10:00:00.123000+00:00',
    });
  });

  it('writes errors, groups and extended facts', () => {
    const error = builtinError('ValueError', 'no');
    const extended = { name: 'n', args: [1], kwargs: {}, worker: null, retries: 0, queue: 'q' };
    const facts = { state: 'FAILURE', result: error, traceback: 'text', doneAt: null } as const;
    const meta: ResultMeta = { ...META, ...facts, groupId: 'g', parentId: 'p', extended };
    expect(JSON.parse(resultJson(meta))).toEqual({
      ...{
        status: 'FAILURE',
        traceback: 'text',
        children: [],
        date_done: null,
        group_id: 'g',
        parent_id: 'p',
      },
      ...{ ...extended, task_id: 'a' },
      result: { exc_type: 'ValueError', exc_message: ['no'], exc_module: 'builtins' },
    });
  });

  it('writes a message for a client of rpc://', () => {
    const { properties, body } = resultMessage(META);
    expect(properties).toMatchObject({
      correlationId: 'a',
      deliveryMode: 1,
      contentType: 'application/json',
    });
    expect(body.toString()).toBe(resultJson(META));
  });
});

describe('readResultMeta', () => {
  it('reads what it has written', () => {
    const error = { ...META, state: 'FAILURE', result: chordError('no'), traceback: 'text' } as const;
    for (const meta of [
      META,
      { ...META, groupId: 'g', parentId: 'p', children: [[['b', null], null]] } as const,
      error,
    ])
      expect(readResultMeta(resultJson(meta), 'a')).toEqual(meta);
  });

  it('reads special values as texts, and a state of a task as PROGRESS', () => {
    const text = '{"status": "CUSTOM", "result": {"at": {"__type__": "date", "__value__": "2026-01-02"}}}';
    expect(readResultMeta(text, 'a')).toMatchObject({
      id: 'a',
      state: 'PROGRESS',
      result: { at: '2026-01-02' },
    });
  });

  it.each([
    '',
    'NaN',
    '{"status": "SUCCESS", "result": NaN}',
    '[]',
    '{"status": 1}',
    '"SUCCESS"',
    '{"__proto__": {}}',
  ])('makes a failure of %p, which cannot be read', (text) => {
    const { state, result } = readResultMeta(text, 'a');
    expect([state, (result as { type: string }).type]).toEqual(['FAILURE', 'DecodeError']);
  });

  it('reads errors in any shape', () => {
    expect(readErrorJson({ exc_type: 'A', exc_message: 'm', exc_module: 'b' })).toEqual({
      ...{ type: 'A', module: 'b', args: ['m'] },
    });
    expect(readErrorJson(null)).toEqual({ type: 'Exception', module: 'builtins', args: [] });
    expect(readErrorJson({ exc_type: 'A' })).toEqual({ type: 'A', module: '', args: [''] });
    expect(readErrorJson('text')).toMatchObject({ type: 'Exception', args: ['text'] });
  });
});

describe('readResultTuple', () => {
  it('reads tasks, groups and parents', () => {
    const group = [
      ['g', [['p', null], null]],
      [
        [['a', null], null],
        [['b', null], null],
      ],
    ];
    expect(readResultTuple(group)).toEqual(group);
    expect(readResultTuple('a')).toEqual([['a', null], null]);
    for (const wrong of [null, 1, {}, [], [[]], [[1]]]) expect(readResultTuple(wrong)).toBeNull();
  });
});

describe('pythonErrorOf', () => {
  it('names builtin exceptions from a fixed list only', () => {
    expect(pythonErrorOf({ type: 'ZeroDivisionError', message: 'm' })).toEqual({
      ...{ type: 'ZeroDivisionError', module: 'builtins', args: ['m'] },
    });
    for (const type of ['SystemExit', 'KeyboardInterrupt', 'LabError', 'RangeError'])
      expect(pythonErrorOf({ type, message: 'm' })).toEqual({ type, module: 'celeriac.errors', args: ['m'] });
    expect(pythonErrorOf({ type: 'os.system("x")', message: 'm' }).type).toBe('Error');
  });

  it("tells an exceeded time limit from a task's own TimeoutError", () => {
    const message = 'The attempt exceeded its time limit of 1500 ms';
    const module = 'billiard.exceptions';
    expect(pythonErrorOf({ type: 'TimeoutError', message }, 'soft')).toEqual({
      ...{ type: 'SoftTimeLimitExceeded', module, args: [1.5] },
    });
    expect(pythonErrorOf({ type: 'TimeoutError', message })).toEqual({
      type: 'TimeLimitExceeded',
      module,
      args: [1.5],
    });
    expect(pythonErrorOf({ type: 'TimeoutError', message: 'm' }).module).toBe('builtins');
  });

  it("has Celery's own", () => {
    const errors = [notRegistered('a'), revokedError('expired'), encodeError('no')];
    expect(errors.map(({ type, module }) => `${module}.${type}`)).toEqual([
      ...[
        'celery.exceptions.NotRegistered',
        'celery.exceptions.TaskRevokedError',
        'kombu.exceptions.EncodeError',
      ],
    ]);
  });
});

describe('specialFormIn', () => {
  it('finds exactly the two keys, at any depth', () => {
    const form = { __type__: 'uuid', __value__: 1 };
    expect(specialFormIn(form)).toEqual([]);
    expect(specialFormIn({ a: [1, { b: form }] })).toEqual(['a', '1', 'b']);
    for (const value of [null, 1, { ...form, more: 1 }, { __type__: 1 }, [{}]])
      expect(specialFormIn(value)).toBeUndefined();
  });
});

describe('readTime', () => {
  it.each([
    ['2026-01-02T03:04:05', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02 03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02T03:04:05.1+00:00', Date.UTC(2026, 0, 2, 3, 4, 5, 100)],
    ['2026-01-02T03:04:05.123999-03:30', Date.UTC(2026, 0, 2, 6, 34, 5, 123)],
    ['2026-01-02T03:04+0530', Date.UTC(2026, 0, 1, 21, 34)],
    ['2026-01-02', Date.UTC(2026, 0, 2)],
    ['2026-01-02T03:04:05+05:53:28', Date.UTC(2026, 0, 1, 21, 10, 37)],
  ])('reads %s', (text, ms) => expect(readTime(text)).toBe(ms));

  it.each([
    '',
    'soon',
    '2026',
    '2026-13-01',
    '2026-01-02T25:00:00',
    '2026-01-02T03:04:05+aa:bb',
    `2026-01-02${' '.repeat(50)}`,
  ])('refuses %p', (text) => expect(readTime(text)).toBeUndefined());

  it('reads what pythonTime writes', () => {
    const ms = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
    expect(pythonTime(ms)).toBe('2026-01-02T03:04:05.006000+00:00');
    expect(readTime(pythonTime(ms))).toBe(ms);
  });
});
