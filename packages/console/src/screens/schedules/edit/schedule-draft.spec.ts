import { describe, expect, it } from '@jest/globals';
import type { Schedule } from '../../../api/types.js';
import { bodyOf, draftOf, faultsOf, newDraft } from './schedule-draft.js';

const stored = {
  schedule_id: 'nightly',
  task: 'math.divide',
  payload: { x: 1, y: 2 },
  options: { attempts: 3 },
  workflow: null,
  ...{ cron: '0 3 * * *', every_ms: null, tz: 'Europe/Berlin', start_at: null, end_at: null },
  ...{ overlap: 'skip', catch_up: 'last', catch_up_window_ms: 86_400_000, jitter_ms: 1_500, note: 'why' },
} as unknown as Schedule;

const before = draftOf(stored);

describe('a new schedule', () => {
  const draft = newDraft('Europe/Berlin');

  it('lacks an ID and a task', () => {
    expect(faultsOf(draft)).toEqual(['an ID', 'a task']);
    expect(bodyOf(draft)).toBeUndefined();
  });

  it('is sent as a whole', () => {
    expect(bodyOf({ ...draft, id: 'a', task: 'math.divide', payload: '{"x": 1}' })).toEqual({
      ...{ cron: '0 3 * * *', tz: 'Europe/Berlin', start_at: null, end_at: null },
      ...{ task: 'math.divide', payload: { x: 1 }, options: {} },
      ...{ overlap: 'skip', catch_up: 'last', catch_up_window_ms: 86_400_000, jitter_ms: 0, note: null },
    });
  });

  it('may start a workflow instead', () => {
    const workflow = { ...draft, id: 'a', kind: 'workflow' as const, workflow: '{"steps": {}}' };
    expect(bodyOf(workflow)).toMatchObject({ workflow: { steps: {} } });
    expect(bodyOf(workflow)).not.toHaveProperty('task');
  });

  it('says what is wrong', () => {
    const wrong = {
      ...draft,
      id: 'a',
      task: 'b',
      payload: '{',
      rule: { kind: 'cron' as const, text: '0 3 *' },
    };
    expect(faultsOf(wrong)).toEqual(['the times', 'valid JSON']);
  });
});

describe('a changed schedule', () => {
  it('sends nothing that is as before', () => {
    expect(bodyOf(before, before)).toEqual({});
  });

  it('sends what is changed', () => {
    const every = { ...before, rule: { kind: 'every' as const, amount: '5', unit: 'min' as const } };
    expect(bodyOf(every, before)).toEqual({ every_ms: 300_000 });
    expect(bodyOf({ ...before, note: ' ', jitterS: '2' }, before)).toEqual({ jitter_ms: 2_000, note: null });
    expect(bodyOf({ ...before, payload: '{"x": 12345678901234567890}' }, before)).toHaveProperty('payload');
  });

  it('leaves a payload alone that the person does not see', () => {
    const hidden = draftOf({ ...stored, payload: null });
    expect(bodyOf({ ...hidden, tz: 'UTC' }, hidden)).toEqual({ tz: 'UTC' });
  });

  it('sends the task whole that replaces a workflow', () => {
    const workflow = draftOf({ ...stored, task: null, payload: null, options: {}, workflow: { steps: {} } });
    const task = { ...workflow, kind: 'task' as const, task: 'math.divide', payload: '{}' };
    expect(bodyOf(task, workflow)).toEqual({ task: 'math.divide', payload: {}, options: {} });
  });
});
