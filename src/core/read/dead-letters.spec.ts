import { beforeEach, describe, expect, it } from '@jest/globals';
import { DeadLetters } from './dead-letters.js';
import { fingerprintOf } from '../task/error-fingerprint.js';
import type { FailedEntry, FailedTasks } from './failed-tasks.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

type Failed = Pick<TaskSnapshot, 'error' | 'errorFingerprint'>;

const died = (message: string, errorFingerprint: string | null = null): Failed => ({
  error: { type: 'Error', message },
  errorFingerprint,
});

/** Dead letters, the newest first, without a broker. */
function deadLettersOf(count: number, failedAt: (i: number) => Failed): DeadLetters {
  function* walk(): Generator<FailedEntry> {
    for (let i = 0; i < count; i++) {
      const id = String(i);
      const task = {
        id,
        name: 'a.b',
        queue: 'tasks',
        status: 'FAILURE',
        finishedAt: count - i,
        ...failedAt(i),
      };
      const position = { finishedOn: count - i, id };
      yield { position, task: task as TaskSnapshot, isLast: i === count - 1 };
    }
  }
  return new DeadLetters({ walk } as unknown as FailedTasks);
}

/** Case M2: one request of a viewer took up to two minutes of CPU. */
describe('DeadLetters.groups', () => {
  const hostile = `http://host/)${'a.'.repeat(990)}`;
  let read = 0;
  /** Counts how often a message is read, which is the cost of a fingerprint. */
  const diedOdd = (i: number, errorFingerprint: string | null = null): Failed => ({
    error: {
      type: 'Error',
      get message() {
        read += 1;
        return `${i} ${hostile}`;
      },
    },
    errorFingerprint,
  });

  beforeEach(() => {
    read = 0;
  });

  it("uses the recorded fingerprints and the newest task's message pattern", async () => {
    const deadLetters = deadLettersOf(3, (i) =>
      died(`row ${i} is odd`, i === 2 ? 'b'.repeat(16) : 'a'.repeat(16)),
    );
    expect(await deadLetters.groups({}, 10)).toMatchObject({
      groups: [
        { fingerprint: 'a'.repeat(16), count: 2, messagePattern: 'row <number> is odd', taskIds: ['0', '1'] },
        { fingerprint: 'b'.repeat(16), count: 1 },
      ],
      isComplete: true,
    });
  });

  it('computes the fingerprints of tasks from an earlier version', async () => {
    const { hash } = fingerprintOf('a.b', 'Error', 'row 0 is odd');
    const deadLetters = deadLettersOf(2, (i) => died(`row ${i} is odd`, i === 0 ? hash : null));
    expect(await deadLetters.groups({}, 10)).toMatchObject({ groups: [{ fingerprint: hash, count: 2 }] });
  });

  it('reads only the newest messages of 10,000 tasks with recorded fingerprints', async () => {
    const deadLetters = deadLettersOf(10_000, (i) => diedOdd(i, 'a'.repeat(16)));
    expect(await deadLetters.groups({}, 10)).toMatchObject({ groups: [{ count: 10_000 }], isComplete: true });
    expect(read).toBe(1);
  });

  it('limits the tasks whose fingerprints are computed, and reports it', async () => {
    const deadLetters = deadLettersOf(10_000, (i) => diedOdd(i));
    expect(await deadLetters.groups({}, 10)).toMatchObject({ groups: [{ count: 252 }], isComplete: false });
    expect(await deadLetters.page({ fingerprint: '0'.repeat(16) }, 10)).toMatchObject({
      items: [],
      next: { id: '250' },
    });
    expect(read).toBeLessThan(1_100); // each of two requests reads 252, for length and content
  });

  it('limits the groups to 1,000, and reports it', async () => {
    const deadLetters = deadLettersOf(1_001, (i) => died('odd', String(i).padStart(16, '0')));
    expect(await deadLetters.groups({}, 2_000)).toMatchObject({
      groups: { length: 1_000 },
      isComplete: false,
    });
  });
});
