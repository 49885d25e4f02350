import { describe, expect, it } from '@jest/globals';
import { RESULT_LEFT_OUT, newRecord, parseRecord, recordFields } from './job-record.js';

type Fields = Partial<Record<(typeof recordFields)[number], string>>;

const recordOf = (fields: Fields, isActive = false, delayed: string | null = null) =>
  parseRecord(
    recordFields.map((field) => fields[field] ?? null),
    isActive,
    delayed,
  );

describe('parseRecord', () => {
  it('reads a record in which nothing stands', () => {
    expect(recordOf({})).toEqual({ ...newRecord('', { jobId: '', timestamp: 0, attempts: 1 }), options: {} });
  });

  it('reads numbers, and takes what is none for missing', () => {
    expect(recordOf({ finishedOn: '5', processedOn: 'x', timestamp: '' })).toMatchObject({
      finishedOn: 5,
      processedOn: null,
      timestamp: 0,
    });
  });

  it.each([
    ['none', undefined, undefined, false],
    ['null', 'null', null, false],
    ['a number', '5', 5, false],
    ['one that is no JSON', '{', null, false],
    ['one that was not read', RESULT_LEFT_OUT, null, true],
  ])('reads the result: %s', (_what, text, returnvalue, isResultLeftOut) => {
    const fields: Fields = text === undefined ? {} : { returnvalue: text };
    expect(recordOf(fields)).toMatchObject({ returnvalue, isResultLeftOut });
  });

  it.each([
    ['0', null],
    ['50', 50],
    ['{"step":1}', { step: 1 }],
    ['"half"', null],
  ])('reads the progress %s', (text, progress) => {
    expect(recordOf({ progress: text }).progress).toEqual(progress);
  });

  it('reads the options, without what is to be a number and is none', () => {
    const opts = { attempts: null, timeoutMs: 'x', retentionMs: 5, expiresAt: {}, priority: [], tags: ['a'] };
    expect(recordOf({ opts: JSON.stringify(opts) }).options).toEqual({ retentionMs: 5, tags: ['a'] });
  });

  it.each(['', 'null', '5', '{'])('reads the options %j as none', (opts) => {
    expect(recordOf({ opts }).options).toEqual({});
  });

  it('reads only texts as stacks', () => {
    expect(recordOf({ stacktrace: '["a",5,null]' }).stacks).toEqual(['a']);
    expect(recordOf({ stacktrace: '"a"' }).stacks).toEqual([]);
  });

  it('reads until when a job is delayed', () => {
    expect(recordOf({}, false, String(5 * 4_096 + 3)).delayedUntil).toBe(5);
    expect(recordOf({}, false, 'inf').delayedUntil).toBe(Infinity);
    expect(recordOf({}, false, '-inf').delayedUntil).toBe(-Infinity);
  });
});
