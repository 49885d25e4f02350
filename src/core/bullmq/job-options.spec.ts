import { describe, expect, it } from '@jest/globals';
import { keptOptions } from '../task/options/stored-options.js';
import type { SubmitOptions } from '../task/options/submit-options.js';
import type { TaskOptions } from '../task/task.js';
import { jobOptionsOf } from './job-options.js';

const NOW = 1_000;
const given = { id: 'id', now: NOW, retentionMs: 60_000 };
const task: TaskOptions<object> = { name: 'test.any', queue: 'tasks', payload: Object };
const stored = (call: SubmitOptions, more: Partial<TaskOptions<object>> = {}) =>
  jobOptionsOf({ ...task, ...more }, call, given);

/** The stored options of a task submitted without any. */
const PLAIN = { jobId: 'id', timestamp: NOW, attempts: 3, backoff: { type: 'task' }, priority: 30 };

describe('jobOptionsOf', () => {
  it('stores nothing but what applies to every task', () => {
    expect(Object.entries(stored({})).sort()).toEqual(Object.entries(PLAIN).sort());
  });

  it('prefers the call to the task type, and that to the default', () => {
    const ofTask = {
      attempts: 5,
      timeoutMs: 50,
      priority: 'low',
      backoff: { type: 'fixed', delayMs: 1 },
    } as const;
    expect(stored({}, ofTask)).toMatchObject({
      attempts: 5,
      timeoutMs: 50,
      priority: 40,
      retry: { type: 'fixed', delayMs: 1 },
    });
    expect(stored({ attempts: 1, priority: 'critical' }, ofTask)).toMatchObject({
      attempts: 1,
      priority: 10,
    });
  });

  it('stores what only the caller can choose', () => {
    const call = { tags: ['a'], expiresAt: new Date(5), webhookUrl: 'https://example.com' };
    expect(stored(call)).toEqual({ ...PLAIN, tags: ['a'], expiresAt: 5, webhookUrl: 'https://example.com' });
  });

  it('stores no empty list of tags', () => {
    expect(stored({ tags: [] })).not.toHaveProperty('tags');
  });

  it.each<[string, SubmitOptions, number | undefined]>([
    ['delayMs', { delayMs: 5 }, 5],
    ['a delay of 0', { delayMs: 0 }, undefined],
    ['runAt', { runAt: new Date(NOW + 7) }, 7],
    ['a runAt in the past', { runAt: new Date(NOW - 1) }, undefined],
    ['debounce', { deduplicate: { key: 'k', mode: 'debounce', ttlMs: 9 } }, 9],
    ['throttle', { deduplicate: { key: 'k', mode: 'throttle', ttlMs: 9 } }, undefined],
  ])('delays by %s', (_what, call, expected) => {
    expect(stored(call).delay).toBe(expected);
  });

  it('holds a deduplication key for the caller and the task type, at least as long as the result is kept', () => {
    const call = { deduplicate: { key: ['a', 'b'], mode: 'debounce', ttlMs: 90_000 } } as const;
    expect(jobOptionsOf(task, call, { ...given, submittedBy: 'key' })).toMatchObject({
      deduplication: { id: '["key","test.any","a","b"]', ttl: 90_000 },
      debounced: true,
      retentionMs: 90_000,
    });
    expect(stored({ deduplicate: { key: 'k', mode: 'unique' } })).toEqual({
      ...PLAIN,
      deduplication: { id: '[null,"test.any","k"]' },
    });
  });

  it('stores where the task comes from', () => {
    const from = { parentId: 'parent', rootId: 'root', replayOf: 'old', submittedBy: 'key' };
    expect(jobOptionsOf(task, {}, { ...given, ...from })).toEqual({ ...PLAIN, ...from });
    expect(jobOptionsOf(task, {}, { ...given, replayOf: undefined })).not.toHaveProperty('replayOf');
  });
});

describe('keptOptions', () => {
  it('gives the options of the first submit again, but for its times and its deduplication', () => {
    const kept: SubmitOptions = {
      attempts: 7,
      backoff: { type: 'fixed', delayMs: 1 },
      priority: 'high',
      timeoutMs: 50,
      tags: ['a'],
      retentionMs: 5,
      webhookUrl: 'https://example.com',
    };
    const dropped: SubmitOptions = {
      delayMs: 5,
      expiresAt: new Date(5),
      deduplicate: { key: 'k', mode: 'unique' },
    };
    expect(keptOptions(stored({ ...kept, ...dropped }))).toEqual(kept);
  });

  it('takes what another producer stored for a normal task', () => {
    expect(keptOptions({})).toEqual({ priority: 'normal' });
  });
});
