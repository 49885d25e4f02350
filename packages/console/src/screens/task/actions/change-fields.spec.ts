import { describe, expect, it } from '@jest/globals';
import type { Task } from '../../../api/types.js';
import { changesOf, draftOf, inputTime } from './change-fields.js';

const TASK = { priority: 'normal', run_at: '2026-11-30T07:04:05.678Z', tags: ['a', 'b'] } as unknown as Task;

describe('changes of a task', () => {
  it('are none while nothing is other than before', () => {
    expect(changesOf(TASK, draftOf(TASK, 'utc'), 'utc')).toEqual({});
    expect(changesOf(TASK, draftOf(TASK, 'local'), 'local')).toEqual({});
  });

  it('are only the fields that differ', () => {
    const draft = draftOf(TASK, 'utc');
    expect(draft.runAt).toBe('2026-11-30T07:04:05');
    expect(changesOf(TASK, { ...draft, priority: 'high' }, 'utc')).toEqual({ priority: 'high' });
    expect(changesOf(TASK, { ...draft, tags: ' b,, a,a' }, 'utc')).toEqual({ tags: ['b', 'a'] });
    expect(changesOf(TASK, { ...draft, runAt: '' }, 'utc')).toEqual({ run_at: null });
    expect(changesOf(TASK, { ...draft, runAt: '2027-01-01T10:00' }, 'utc')).toEqual({
      run_at: '2027-01-01T10:00:00.000Z',
    });
  });

  it('take a time in the zone of the person', () => {
    const at = Date.parse('2026-07-01T10:00:00Z');
    const local = changesOf(TASK, { ...draftOf(TASK, 'local'), runAt: inputTime(at, 'local') }, 'local');
    expect(local).toEqual({ run_at: '2026-07-01T10:00:00.000Z' });
  });
});
