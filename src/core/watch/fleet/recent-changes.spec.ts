import { describe, expect, it } from '@jest/globals';
import { newSnapshot } from '../../bullmq/job-snapshot.js';
import type { TaskSnapshot } from '../../task/task-snapshot.js';
import { RecentChanges } from './recent-changes.js';

const definition = { name: 'test.any', queue: 'tasks', payload: Object } as const;
const task = (id: string, values: Partial<TaskSnapshot> = {}): TaskSnapshot => ({
  ...newSnapshot(definition, { jobId: id, timestamp: 0, attempts: 3 }),
  ...values,
});
const failed = { status: 'FAILURE', attempt: 1, error: { type: 'E', message: 'm' } } as const;
const idsOf = (changes: ReturnType<RecentChanges['since']>) => changes?.map(({ task: { id } }) => id);

describe('RecentChanges', () => {
  it('returns the changes after a position, the newest of each task', () => {
    const changes = new RecentChanges();
    const start = changes.position;
    changes.add(task('a'));
    changes.add(task('b'));
    const middle = changes.position;
    changes.add(task('a', { status: 'STARTED' }));
    expect(idsOf(changes.since(start))).toEqual(['b', 'a']);
    expect(idsOf(changes.since(middle))).toEqual(['a']);
    expect(changes.since(changes.position)).toEqual([]);
  });

  it('ignores a task without a visible change', () => {
    const changes = new RecentChanges();
    changes.add(task('a'));
    const { position } = changes;
    changes.add(task('a', { progress: 50, logLines: 7 }));
    expect(changes.position).toBe(position);
  });

  it('keeps neither results nor progress', () => {
    const changes = new RecentChanges();
    changes.add(task('a', { status: 'SUCCESS', result: 'secret', progress: { secret: 1 } }));
    expect(JSON.stringify(changes.since(0))).not.toContain('secret');
  });

  it('does not continue after a position that it has forgotten, or never had', () => {
    const changes = new RecentChanges(2);
    for (const id of ['a', 'b', 'c']) changes.add(task(id));
    expect(changes.since(0)).toBeUndefined();
    expect(idsOf(changes.since(1))).toEqual(['b', 'c']);
    expect(changes.since(4)).toBeUndefined();
    changes.forget();
    expect(changes.since(3)).toBeUndefined();
    expect(changes.since(changes.position)).toEqual([]);
  });

  it('is limited in bytes', () => {
    const changes = new RecentChanges(1_000, 10_000);
    for (let i = 0; i < 100; i++) changes.add(task(`task-${i}`));
    expect(changes.since(0)).toBeUndefined();
    expect(changes.since(changes.position - 10)).toHaveLength(10);
  });

  it('knows which statuses a task has left', () => {
    const changes = new RecentChanges();
    const statusesOf = (id: string) => {
      const found = changes.since(0)?.find(({ task: { id: each } }) => each === id);
      return [...(found?.statuses ?? [])].sort();
    };
    changes.add(task('new'));
    changes.add(task('retried', { attempt: 0, errors: [{}] as never }));
    changes.add(task('failed', failed));
    expect(statusesOf('new')).toEqual(['PENDING']);
    expect(statusesOf('retried')).toContain('FAILURE');
    expect(statusesOf('failed')).toEqual(['FAILURE', 'PENDING', 'RETRY', 'STARTED']);
    changes.add(task('new', { status: 'SUCCESS' }));
    expect(statusesOf('new')).toEqual(['PENDING', 'SUCCESS']);
  });
});
