import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Injectable, Module, Scope } from '@nestjs/common';
import { IsIn, IsOptional, IsString } from 'class-validator';
import {
  Cancellation,
  CoreModule,
  Task,
  type TaskContext,
  type TaskHandler,
  TaskQueue,
} from '../../src/core/index.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import {
  OnTaskFailed,
  OnTaskRetried,
  OnTaskRevoked,
  OnTaskStarted,
  OnTaskSucceeded,
  type TaskFailedEvent,
  type TaskRetriedEvent,
  type TaskRevokedEvent,
  type TaskStartedEvent,
  type TaskSucceededEvent,
} from '../../src/worker/index.js';
import { RunnerEvents } from '../../src/worker/attempt/runner-events.js';
import { eventually } from '../support/eventually.js';
import { RecordingLogger, startApi, startWorker } from '../support/in-process.js';
import { createSandbox } from '../support/sandbox.js';
import { type Stand, startStand } from '../support/stand.js';

class Work {
  @IsIn(['return', 'throw', 'wait'])
  how!: string;

  @IsOptional()
  @IsString()
  password?: string;
}

const FAST = { type: 'fixed', delayMs: 1 } as const;

async function work({ how, password }: Work, { signal }: TaskContext): Promise<{ list: number[] }> {
  if (how === 'throw') throw new RangeError(`too far ${password ?? ''}`);
  if (how === 'wait')
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
  return { list: [1, 2] };
}

@Task({
  ...{ name: 'test.worked', queue: 'tasks', payload: Work, attempts: 2, backoff: FAST },
  aliases: ['test.worked-before'],
})
class WorkTask implements TaskHandler<Work, { list: number[] }> {
  readonly run = work;
}

@Task({
  ...{ name: 'test.worked-secretly', queue: 'tasks', payload: Work, attempts: 1 },
  redact: ['password'],
})
class SecretTask implements TaskHandler<Work, { list: number[] }> {
  readonly run = work;
}

const heard: [string, object][] = [];
/** Ends the hook that waits. */
let release: () => void = () => undefined;

@Injectable()
class Observer {
  private readonly heard = heard;

  @OnTaskStarted(WorkTask)
  started(event: TaskStartedEvent): void {
    this.heard.push(['started', event]);
  }

  @OnTaskSucceeded(WorkTask, SecretTask)
  succeeded(event: TaskSucceededEvent): void {
    this.heard.push(['succeeded', event]);
  }

  @OnTaskRetried('test.worked-before')
  retried(event: TaskRetriedEvent): void {
    this.heard.push(['retried', event]);
  }

  @OnTaskRetried()
  @OnTaskFailed()
  failed(event: TaskFailedEvent): void {
    this.heard.push([`any of ${event.name}`, event]);
  }

  @OnTaskRevoked(WorkTask)
  revoked(event: TaskRevokedEvent): void {
    this.heard.push(['revoked', event]);
  }

  @OnTaskSucceeded(WorkTask)
  spoil({ result }: TaskSucceededEvent): void {
    (result as { list: number[] }).list.push(3);
    throw new Error('the observer is broken');
  }

  @OnTaskSucceeded(WorkTask)
  async hang(): Promise<void> {
    await new Promise<void>((resolve) => (release = resolve));
    this.heard.push(['released', {}]);
  }
}

@Module({ imports: [CoreModule], providers: [WorkTask, SecretTask, Observer] })
class Tasks {}

describe('hooks on tasks', () => {
  let stand: Stand;
  const logger = new RecordingLogger();

  beforeAll(async () => {
    stand = await startStand({ modules: [Tasks], logger });
  });
  afterAll(() => stand.stop());
  beforeEach(() => void heard.splice(0));

  const ended = async (task: typeof WorkTask | typeof SecretTask, payload: Work) => {
    const { id } = await stand.app.get(TaskQueue).submit(task, payload);
    return eventually(async () => {
      const snapshot = await stand.app.get(TaskStore).find(id);
      expect(['SUCCESS', 'FAILURE', 'REVOKED']).toContain(snapshot.status);
      return snapshot;
    });
  };
  const hears = (expected: [string, object][]) =>
    eventually(() => Promise.resolve(expect(heard).toEqual(expected)));

  it('hear of the start and the success, and change nothing of it', async () => {
    const { id, result } = await ended(WorkTask, { how: 'return' });
    expect(result).toEqual({ list: [1, 2] });
    const task = { id, name: 'test.worked', queue: 'tasks', attempt: 1 };
    await hears([
      ['started', { ...task, waitMs: expect.any(Number), isQuarantined: false }],
      ['succeeded', { ...task, maxAttempts: 2, durationMs: expect.any(Number), result: { list: [1, 2] } }],
    ]);
    release();
    await eventually(() => {
      const line = logger.lines.find((text) => text.includes('The hook Observer.spoil failed for task'));
      expect(line).toContain(`test.worked[${id}]: the observer is broken`);
    });
    await eventually(() => expect(heard).toContainEqual(['released', {}]));
  });

  it('hear of a retry by any name of the task, and of the failure', async () => {
    const { id } = await ended(WorkTask, { how: 'throw' });
    const error = { type: 'RangeError', message: 'too far ', stack: expect.stringContaining('too far') };
    await eventually(() =>
      expect(heard.map(([kind]) => kind)).toEqual([
        ...['started', 'retried', 'any of test.worked', 'started', 'any of test.worked'],
      ]),
    );
    const task = { id, maxAttempts: 2, error };
    expect(heard[1]?.[1]).toMatchObject({ ...task, attempt: 1, againInMs: 1 });
    expect(heard[4]?.[1]).toMatchObject({ ...task, attempt: 2 });
    expect(heard[4]?.[1]).not.toHaveProperty('againInMs');
  });

  it('hear that a running task was cancelled', async () => {
    const { id } = await stand.app.get(TaskQueue).submit(WorkTask, { how: 'wait' });
    await eventually(() => expect(heard).toHaveLength(1));
    await stand.app.get(Cancellation).cancel(id, 'not needed');
    await eventually(() => expect(heard[1]).toMatchObject(['revoked', { id, reason: 'not needed' }]));
  });

  it('see no secret of a task', async () => {
    await ended(SecretTask, { how: 'return', password: 'sesame' });
    await ended(SecretTask, { how: 'throw', password: 'sesame' });
    await eventually(() => expect(heard).toHaveLength(2));
    expect(heard[0]?.[1]).not.toHaveProperty('result');
    expect(heard[1]?.[1]).toMatchObject({ error: { message: 'too far [redacted]' } });
    expect(JSON.stringify(heard)).not.toContain('sesame');
  });
});

describe('a worker that stops', () => {
  it('waits for its hooks', async () => {
    heard.splice(0);
    const sandbox = await createSandbox();
    const worker = await startWorker(sandbox.variables, { modules: [Tasks] });
    await worker.get(TaskQueue).submit(WorkTask, { how: 'return' });
    await eventually(() => expect(heard).toHaveLength(2));
    const closing = worker.close();
    release();
    await closing;
    expect(heard).toContainEqual(['released', {}]);
    await sandbox.clean();
  });
});

describe('without hooks', () => {
  it('nothing more listens', async () => {
    const sandbox = await createSandbox();
    const listening = jest.spyOn(RunnerEvents.prototype, 'on');
    const bare = await startApi(sandbox.variables);
    const count = listening.mock.calls.length;
    const hooked = await startApi(sandbox.variables, { modules: [Tasks] });
    const names = listening.mock.calls.map(([name]) => name);
    const expected = [...names.slice(0, count), 'task.started', 'task.settled'];
    expect(names.slice(count).sort()).toEqual(expected.sort());
    listening.mockRestore();
    await Promise.all([bare.close(), hooked.close()]);
    await sandbox.clean();
  });
});

describe('a hook that cannot work is refused at start', () => {
  const refusal = async (provider: new () => object) => {
    @Module({ imports: [CoreModule], providers: [provider] })
    class Wrong {}
    const sandbox = await createSandbox();
    const error: unknown = await startApi(sandbox.variables, { modules: [Wrong] }).catch(
      (thrown: unknown) => thrown,
    );
    await sandbox.clean();
    return String(error);
  };

  it('on a class that is not registered', async () => {
    class Hooks {
      @OnTaskFailed(WorkTask)
      tell(): void {}
    }
    expect(await refusal(Hooks)).toContain(
      'The hook Hooks.tell is for WorkTask, which is no registered task.',
    );
  });

  it('on an unknown name', async () => {
    class Hooks {
      @OnTaskStarted('test.wrked')
      tell(): void {}
    }
    expect(await refusal(Hooks)).toContain('is for the name "test.wrked", which is no registered task');
  });

  it('in a provider of each request', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Hooks {
      @OnTaskStarted()
      tell(): void {}
    }
    expect(await refusal(Hooks)).toContain('The hook Hooks.tell needs one instance of its class');
  });
});
