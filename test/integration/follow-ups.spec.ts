import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { IsIn, IsOptional, IsString } from 'class-validator';
import request from 'supertest';
import { CompletionNotifier } from '../../src/core/lifetime/completion-notifier.js';
import {
  CompletionListeners,
  CoreModule,
  DiscardTask,
  type FollowedTask,
  type Ref,
  type SubmitOptions,
  Task,
  type TaskHandler,
  TaskQueue,
  TaskStore,
  WorkflowQueue,
  WorkflowStore,
  follow,
  followWith,
} from '../../src/core/index.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { createSandbox } from '../support/sandbox.js';
import { type Stand, startStand } from '../support/stand.js';

class Said {
  @IsString()
  text!: string;

  @IsOptional()
  @IsString()
  password?: string;

  @IsOptional()
  extra?: unknown;
}

/** What the follow-ups received. */
const said: string[] = [];
const extras: unknown[] = [];

@Task({ name: 'test.say', queue: 'tasks', payload: Said, redact: ['password'] })
class SayTask implements TaskHandler<Said, null> {
  run({ text, extra }: Said): Promise<null> {
    said.push(text);
    extras.push(extra);
    return Promise.resolve(null);
  }
}

class Job {
  @IsIn(['good', 'bad', 'lossy', 'wrong', 'worse'])
  how!: string;
}

interface Made {
  readonly words: readonly string[];
}

const payloads: Record<string, () => object> = {
  lossy: () => ({ text: new Date(0) }),
  wrong: () => ({ text: 7 }),
  worse: () => {
    throw new RangeError('a bug');
  },
};

/** Fails until it is mended. */
let isMended = false;

@Task({
  ...{ name: 'test.made', queue: 'tasks', payload: Job, attempts: 2, backoff: { type: 'fixed', delayMs: 1 } },
  onSuccess: follow(SayTask, ({ words }: Made, { payload, id }) => {
    const { how } = payload as Job;
    return (payloads[how]?.() ?? { text: `${id} ${words.join(' ')}` }) as Said;
  }),
  onFailure: follow(SayTask, ({ type, message }, { name, attempt }) => ({
    text: `${name} failed in attempt ${attempt}: ${type}: ${message}`,
  })),
})
class MakeTask implements TaskHandler<Job, Made> {
  run({ how }: Job): Promise<Made> {
    if (how === 'bad' && !isMended) throw new TypeError('no words');
    return Promise.resolve({ words: ['a', how] });
  }
}

@Task({ name: 'test.given-up', queue: 'tasks', payload: Job, attempts: 3 })
class GivenUpTask implements TaskHandler<Job, null> {
  run(): Promise<null> {
    throw new DiscardTask('never');
  }
}

@Module({ imports: [CoreModule], providers: [SayTask, MakeTask, GivenUpTask] })
class Tasks {}

describe('the follow-ups of a task', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await startStand({ modules: [Tasks] });
  });
  afterAll(() => stand.stop());
  beforeEach(() => void said.splice(0));

  const http = () => request(stand.app.getHttpServer());
  const made = async (how: string, options: SubmitOptions = {}) =>
    (await stand.app.get(TaskQueue).submit(MakeTask, { how }, options)).id;
  const followUpsOf = async (id: string) => {
    const { body } = await http().get('/tasks?name=test.say&limit=100').expect(200);
    return body.items.filter(({ parent_id: parent }: { parent_id: string }) => parent === id);
  };
  const followed = (id: string, count = 1) =>
    eventually(async () => {
      const tasks = await followUpsOf(id);
      expect(tasks).toHaveLength(count);
      for (const { status } of tasks) expect(['SUCCESS', 'FAILURE']).toContain(status);
      return tasks;
    });

  it('is submitted after a success, with a payload of the result', async () => {
    const id = await made('good');
    const [task] = await followed(id);
    expect(task).toMatchObject({ parent_id: id, root_id: id });
    await eventually(() => expect(said).toEqual([`${id} a good`]));
  });

  it('is submitted after the final failure alone', async () => {
    const id = await made('bad');
    await followed(id);
    await eventually(() => expect(said).toEqual(['test.made failed in attempt 2: TypeError: no words']));
  });

  it('follows each end: a retried task is followed again', async () => {
    const id = await made('bad');
    await followed(id);
    isMended = true;
    await http().post(`/tasks/${id}/retry`).expect(202);
    await followed(id, 2);
    isMended = false;
    await eventually(() => expect(said.at(-1)).toBe(`${id} a bad`));
  });

  it('exists once, however often the end is announced', async () => {
    const id = await made('good');
    await followed(id);
    const task = await stand.app.get(TaskStore).find(id);
    const listener = stand.app.get(CompletionListeners).forFollowUps();
    await Promise.all([1, 2, 3].map(() => listener.taskEnded(task)));
    expect(await followUpsOf(id)).toHaveLength(1);
  });

  it('does not follow a revoked task', async () => {
    const id = await made('good', { delayMs: 60_000 });
    await http().post(`/tasks/${id}/cancel`).expect(200);
    await stand.app.get(CompletionNotifier).notify({ queue: 'tasks', id });
    expect(await followUpsOf(id)).toEqual([]);
  });

  it.each([
    ['lossy', 'the payload of test.say'],
    ['wrong', 'text must be a string'],
    ['worse', 'RangeError: a bug'],
  ])('without a payload is a dead letter that says why: %s', async (how, why) => {
    const id = await made(how);
    const [task] = await followed(id);
    expect(task).toMatchObject({ status: 'FAILURE', attempt: 1, error: { type: 'FollowUpError' } });
    expect(task.error.message).toContain(`onSuccess of test.made[${id}] could not make a payload: `);
    expect(task.error.message).toContain(why);
    const { body } = await http().get('/dead-letters').expect(200);
    expect(body.items.map(({ task_id: dead }: { task_id: string }) => dead)).toContain(task.task_id);
    expect(said).toEqual([]);
  });

  it('can be chosen by a submit, with references to the ended task', async () => {
    const onSuccess = followWith(SayTask, (task: Ref<FollowedTask<Made>>) => ({
      text: task.result.words[1],
    }));
    const id = await made('good', { onSuccess });
    await followed(id);
    await eventually(() => expect(said).toEqual(['good']));
    const { body } = await http().post(`/tasks/${id}/replay`).expect(201);
    await followed(body.task_id);
    await eventually(() => expect(said).toEqual(['good', 'good']));
  });

  it('receives the payload that was chosen, to the last digit, also after a replay', async () => {
    const extra = { none: null, empty: [], nested: [[], {}], exact: 1234567890.123456 };
    const onSuccess = { task: 'test.say', payload: { text: 'exact', extra } };
    const id = await made('good', { onSuccess });
    await followed(id);
    const { body } = await http().post(`/tasks/${id}/replay`).expect(201);
    await followed(body.task_id);
    await eventually(() => expect(extras.slice(-2)).toEqual([extra, extra]));
  });

  it('is a dead letter for a reference to nothing', async () => {
    const onFailure = followWith(SayTask, ({ result }: Ref<FollowedTask<Made>>) => ({
      text: result.words[0],
    }));
    const { id } = await stand.app.get(TaskQueue).submit(GivenUpTask, { how: 'bad' }, { onFailure });
    const [task] = await followed(id);
    expect(task.error).toMatchObject({ type: 'FollowUpError' });
    expect(task.error.message).toContain('There is no value at "/result/words/0" in the task that has ended');
  });

  it.each([
    ['an unknown task', { task: 'test.nobody', payload: {} }, 'onSuccess must name a registered task'],
    ['no payload', { task: 'test.say', payload: 7 as never }, 'onSuccess must have a payload'],
    ['a secret', { task: 'test.say', payload: { text: '', password: 'x' } }, 'the secret password'],
  ])('cannot be chosen with %s', async (_what, onSuccess, message) => {
    await expect(made('good', { onSuccess })).rejects.toThrow(message);
  });

  it('follows a step of a workflow, which goes on', async () => {
    const { id } = await stand.app.get(WorkflowQueue).start({
      steps: {
        first: { task: 'test.made', payload: { how: 'good' } },
        second: { task: 'test.say', payload: { text: { $result: 'first', path: '/words/0' } } },
      },
    });
    await eventually(async () => {
      const { workflow, steps } = await stand.app.get(WorkflowStore).view(id);
      expect(workflow.status).toBe('SUCCESS');
      expect(await followUpsOf(steps[0]?.taskId ?? '')).toHaveLength(1);
    });
    await eventually(() => expect(said).toHaveLength(2));
  });
});

it('does not compile with a function of another result', () => {
  // @ts-expect-error the result is no text
  @Task({
    name: 'test.typed',
    queue: 'tasks',
    payload: Job,
    onSuccess: follow(SayTask, (text: string) => ({ text })),
  })
  class TypedTask implements TaskHandler<Job, number> {
    run(): Promise<number> {
      return Promise.resolve(1);
    }
  }
  expect(new TypedTask()).toBeDefined();
});

it('a task that is followed by an unregistered one is refused at start', async () => {
  @Module({ imports: [CoreModule], providers: [MakeTask] })
  class Wrong {}
  const sandbox = await createSandbox();
  await expect(startApi(sandbox.variables, { modules: [Wrong] })).rejects.toThrow(
    '@Task of test.made is followed by SayTask, which is no registered task.',
  );
  await sandbox.clean();
});
