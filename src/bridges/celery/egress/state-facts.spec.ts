import { describe, expect, it } from '@jest/globals';
import { resultMetaOf } from './result-meta-of.js';
import { stateFactsOf } from './state-facts.js';

const WORKER = { pid: 7, node: 'celeriac@w' };
const LIMITS = { celeryTrackStarted: true, celeryMaxMessageBytes: 100 };
const error = { type: 'ValueError', message: 'no' };

describe('stateFactsOf', () => {
  it('shows the worker of a started task, if starts are tracked', () => {
    const started = { kind: 'started', at: 1, worker: 'w' } as const;
    expect(stateFactsOf(started, WORKER, LIMITS)).toEqual({
      ...{ state: 'STARTED', result: { pid: 7, hostname: 'celeriac@w' }, doneAt: null, worker: 'w' },
    });
    expect(stateFactsOf(started, WORKER, { ...LIMITS, celeryTrackStarted: false })).toBeUndefined();
  });

  it('shows the error of an attempt that is tried again', () => {
    const retried = { kind: 'retried', at: 1, worker: 'w', error, stack: null } as const;
    expect(stateFactsOf(retried, WORKER, LIMITS)).toMatchObject({
      ...{ state: 'RETRY', traceback: 'ValueError: no' },
      result: { type: 'ValueError', module: 'builtins', args: ['no'] },
    });
  });

  it.each([
    ['a percentage', 40, { current: 40, total: 100 }],
    ['an object', { done: 1 }, { done: 1 }],
    ['nothing', null, undefined],
    ['a value that Python would take for another', { __type__: 'uuid', __value__: 1 }, undefined],
    ['a large object', { text: 'x'.repeat(100) }, undefined],
  ])('shows the progress of %s', (_, value, expected) => {
    const facts = stateFactsOf({ kind: 'progressed', at: 1, value }, WORKER, LIMITS);
    expect(facts?.result).toEqual(expected);
  });
});

describe('resultMetaOf', () => {
  const call = {
    ...{ id: 'c', task: 't', parentId: 'p', group: 'g', retries: 1, queue: 'q', args: [1], kwargs: null },
    ...{ replyTo: null, ignoreResult: false },
  };
  const facts = { state: 'SUCCESS', result: 1, doneAt: 5, worker: 'w' } as const;

  it('names the call and its places', () => {
    expect(resultMetaOf(call, facts, false)).toEqual({
      ...{ id: 'c', state: 'SUCCESS', result: 1, traceback: null, children: [], doneAt: 5 },
      ...{ groupId: 'g', parentId: 'p' },
    });
  });

  it('adds the arguments and the worker where it is extended', () => {
    expect(resultMetaOf(call, facts, true).extended).toEqual({
      ...{ name: 't', args: [1], kwargs: {}, worker: 'celeriac@w', retries: 1, queue: 'q' },
    });
    const unseen = resultMetaOf(call, { ...facts, worker: null, retries: 3 }, true);
    expect(unseen.extended).toMatchObject({ worker: null, retries: 3 });
  });
});
