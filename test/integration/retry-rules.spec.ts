import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { IsIn } from 'class-validator';
import request from 'supertest';
import {
  CoreModule,
  DiscardTask,
  RetryTask,
  Task,
  type TaskContext,
  type TaskHandler,
  TaskQueue,
  TimeoutError,
} from '../../src/core/index.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { createSandbox } from '../support/sandbox.js';
import { type Stand, startStand } from '../support/stand.js';
import { runTask } from '../support/testing-kit/run-task.js';

class NotFoundError extends Error {}

const ERRORS: Record<string, () => Error> = {
  'not-found': () => new NotFoundError('no such customer'),
  'retry-task': () => new RetryTask('busy', 1),
  'discard-task': () => new DiscardTask('never'),
  other: () => new TypeError('a bug'),
};

class How {
  @IsIn([...Object.keys(ERRORS), 'hang'])
  how!: string;
}

const FAST = { type: 'fixed', delayMs: 1 } as const;

@Task({
  ...{ name: 'test.careful', queue: 'tasks', payload: How, attempts: 3, backoff: FAST, timeoutMs: 50 },
  retryOn: [TimeoutError],
  dontRetryOn: [NotFoundError],
})
class CarefulTask implements TaskHandler<How, number> {
  async run({ how }: How, { attempt, signal }: TaskContext): Promise<number> {
    if (attempt > 1) return attempt;
    if (how === 'hang')
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    throw ERRORS[how]?.() ?? new Error();
  }
}

@Module({ imports: [CoreModule], providers: [CarefulTask] })
class Tasks {}

describe('retryOn and dontRetryOn', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await startStand({ modules: [Tasks] });
  });
  afterAll(() => stand.stop());

  const ended = async (how: string) => {
    const { id } = await stand.app.get(TaskQueue).submit(CarefulTask, { how });
    return eventually(async () => {
      const { body } = await request(stand.app.getHttpServer()).get(`/tasks/${id}`).expect(200);
      expect(['SUCCESS', 'FAILURE']).toContain(body.status);
      return body;
    });
  };

  it.each(['hang', 'retry-task'])('retry what they allow: %s', async (how) => {
    expect(await ended(how)).toMatchObject({ status: 'SUCCESS', result: 2 });
  });

  it.each([
    ['not-found', 'NotFoundError', 'no such customer [not retried: dontRetryOn lists NotFoundError]'],
    ['other', 'TypeError', 'a bug [not retried: retryOn does not list TypeError]'],
    ['discard-task', 'DiscardTask', 'never'],
  ])('end at once, and give the reason: %s', async (how, type, message) => {
    const task = await ended(how);
    expect(task).toMatchObject({ status: 'FAILURE', attempt: 1, max_attempts: 3, error: { type, message } });
  });

  it('apply under test, too', async () => {
    const { outcome, error } = await runTask(CarefulTask, { how: 'other' });
    expect({ outcome, error }).toMatchObject({ outcome: 'failed', error: { type: 'TypeError' } });
    expect((await runTask(CarefulTask, { how: 'retry-task' })).outcome).toBe('retried');
    expect((await runTask(CarefulTask, { how: 'unknown' })).outcome).toBe('retried');
  });

  it.each([[[]], [['NotFoundError']], [[() => new Error()]], [NotFoundError]])(
    'must be lists of classes: %p',
    async (retryOn) => {
      const options = {
        name: 'test.wrong',
        queue: 'tasks',
        payload: How,
        retryOn: retryOn as never,
      } as const;
      @Task(options)
      class WrongTask extends CarefulTask {}
      @Module({ providers: [WrongTask] })
      class Wrong {}
      const sandbox = await createSandbox();
      await expect(startApi(sandbox.variables, { modules: [Wrong] })).rejects.toThrow(
        /retryOn must be a list of error classes that is not empty/,
      );
      await sandbox.clean();
    },
  );
});
