import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IsEmail } from 'class-validator';
import request from 'supertest';
import { Blobs } from '../../src/features/fetch/bodies/blobs.js';
import { BodyKeeper } from '../../src/features/fetch/bodies/body-keeper.js';
import { FetchCache } from '../../src/features/fetch/fetch-cache.js';
import { FetchUrlTask } from '../../src/features/fetch/fetch-url.task.js';
import { HostLimits } from '../../src/features/fetch/host-limits.js';
import {
  type Email,
  Mailer,
  type SendOptions,
  type SentEmail,
} from '../../src/features/notifications/email/mailer.js';
import { SendEmailTask } from '../../src/features/notifications/email/send-email.task.js';
import { OutboundModule } from '../../src/platform/outbound/outbound.module.js';
import {
  DiscardTask,
  SnoozeTask,
  TaskCancelledError,
  TimeoutError,
} from '../../src/core/task/task-outcome.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { chain, group, map, step } from '../../src/core/workflows/builder/compose.js';
import { definitionOf } from '../../src/core/workflows/builder/workflow.js';
import { WorkflowStore } from '../../src/core/workflows/record/workflow-store.js';
import { WorkflowQueue } from '../../src/core/workflows/start/workflow-queue.js';
import { CountPrimesTask } from '../../src/features/tasks/count-primes.task.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { ExecutionModule } from '../../src/worker/execution.module.js';
import { startApi } from '../support/in-process.js';
import { startOrigin } from '../support/local-origin.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { drain } from '../support/testing-kit/drain.js';
import { recordSubmits } from '../support/testing-kit/record-submits.js';
import { runTask } from '../support/testing-kit/run-task.js';

class ReportPayload {
  @IsEmail()
  to!: string;
}

/** A task that submits a follow-up task. */
@Task({ name: 'test.report', queue: 'tasks', payload: ReportPayload, priority: 'high' })
class ReportTask implements TaskHandler<ReportPayload, { email_id: string }> {
  constructor(private readonly taskQueue: TaskQueue) {}

  async run({ to }: ReportPayload, { progress, log }: TaskContext): Promise<{ email_id: string }> {
    await progress({ step: 'adding up' });
    await log('1 + 1\n= 2');
    const email = { to, subject: 'The report', text: '2' };
    const { id } = await this.taskQueue.submit(SendEmailTask, email, { delayMs: 0, tags: ['report'] });
    await progress(100);
    return { email_id: id };
  }
}

/** Ends as requested by the test. */
class Nothing {}
const ending = { run: (_context: TaskContext): unknown => null };
@Task({ name: 'test.ending', queue: 'tasks', payload: Nothing, attempts: 2 })
class EndingTask {
  async run(_payload: Nothing, context: TaskContext): Promise<unknown> {
    return Promise.resolve(context).then((given) => ending.run(given));
  }
}

class GreetingCard {
  text?: string;
}

/** Records what it should send. */
@Injectable()
class FakeMailer implements Pick<Mailer, 'send'> {
  readonly sent: (Email & { id: string | undefined })[] = [];

  send(email: Email, { id }: SendOptions = {}): Promise<SentEmail> {
    this.sent.push({ ...email, id });
    return Promise.resolve({ message_id: `<${id}@localhost>`, delivered_to: 'smtp' });
  }
}

const email = { to: 'ada@example.com', subject: 'Hello', text: 'How are you?' };

describe('runTask: one task in isolation, without a broker', () => {
  it('returns the result', async () => {
    expect(await runTask(DivideTask, { x: 10, y: 4 })).toMatchObject({
      outcome: 'succeeded',
      result: 2.5,
      error: null,
    });
  });

  it('returns the error as it would be recorded, and whether attempts are left', async () => {
    expect(await runTask(DivideTask, { x: 1, y: 0 })).toMatchObject({
      outcome: 'failed', // attempts: 1
      result: null,
      error: { type: 'ZeroDivisionError', message: 'division by zero' },
    });
    const oneMore = await runTask(DivideTask, { x: 1, y: 0 }, { options: { attempts: 2 } });
    expect(oneMore.outcome).toBe('retried');
    const last = await runTask(DivideTask, { x: 1, y: 0 }, { options: { attempts: 2 }, attempt: 2 });
    expect(last.outcome).toBe('failed');
  });

  it("injects the task's dependencies, with fakes for outgoing connections", async () => {
    const mailer = new FakeMailer();
    const id = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
    const { result } = await runTask(SendEmailTask, email, {
      id,
      providers: [{ provide: Mailer, useValue: mailer }],
    });
    expect(result).toEqual({ message_id: `<${id}@localhost>`, delivered_to: 'smtp' });
    expect(mailer.sent).toEqual([{ ...email, id }]);
  });

  it('accepts whole modules, and settings by their environment variables', async () => {
    const origin = await startOrigin((_request, response) => {
      response.setHeader('Content-Type', 'application/json').end('{"hello":"world"}');
    });
    // State that workers share through the broker does not exist here.
    const nothing = () => Promise.resolve(undefined);
    const providers = [
      BodyKeeper,
      { provide: Blobs, useValue: {} },
      { provide: FetchCache, useValue: { find: nothing, store: nothing } },
      {
        provide: HostLimits,
        useValue: { during: (_id: string, work: (enter: unknown) => unknown) => work(nothing) },
      },
    ];
    const given = { imports: [OutboundModule], providers, settings: { FETCH_ALLOW_PRIVATE: 'true' } };
    const { result } = await runTask(FetchUrlTask, { url: `${origin.url}/data.json` }, given);
    expect(result).toMatchObject({ status: 'complete', data: { hello: 'world' }, bytes: 17 });
    await origin.close();
  });

  it("records the task's output and its submits", async () => {
    const providers = [SendEmailTask, { provide: Mailer, useClass: FakeMailer }];
    const run = await runTask(ReportTask, { to: 'ada@example.com' }, { providers });
    expect(run.progress).toEqual([{ step: 'adding up' }, 100]);
    expect(run.logs).toEqual(['1 + 1', '= 2']);
    const [followUp] = run.submits.submitted(SendEmailTask);
    expect(followUp?.payload).toEqual({ to: 'ada@example.com', subject: 'The report', text: '2' });
    expect(followUp?.options).toMatchObject({ tags: ['report'], attempts: 13 });
    expect(run.result).toEqual({ email_id: followUp?.id });
  });

  it('runs a thread task inline', async () => {
    const { result, progress } = await runTask(CountPrimesTask, { n: 100 });
    expect([result, progress]).toEqual([25, [100]]);
  });

  it('parses the payload like a worker: values that JSON or the DTO rejects fail', async () => {
    expect(await runTask(DivideTask, { x: 1, y: Number.NaN })).toMatchObject({
      outcome: 'retried', // a newer worker may understand it
      error: {
        type: 'InvalidInputError',
        message: expect.stringMatching(/^the payload of math.divide.*: y must be .*, got null$/),
      },
    });
  });

  it('returns the result as it would be read from the broker', async () => {
    ending.run = () => Object.assign(new GreetingCard(), { text: 'Hello', sender: undefined });
    expect((await runTask(EndingTask, {})).result).toStrictEqual({ text: 'Hello' });
    ending.run = () => undefined;
    expect((await runTask(EndingTask, {})).result).toBeNull();
  });

  it.each([
    ['what JSON would change', () => ({ when: new Date(0) }), 'result.when is a Date'],
    ['NaN', () => [1, Number.NaN], 'result[1] is NaN'],
    ['too much', () => 'x'.repeat(99), 'The result has 101 bytes'],
  ])('refuses a result with %s', async (_what, run, message) => {
    ending.run = run;
    expect(await runTask(EndingTask, {}, { settings: { MAX_RESULT_BYTES: '100' } })).toMatchObject({
      outcome: 'retried',
      result: null,
      error: { type: 'ResultError', message: expect.stringContaining(message) },
    });
  });

  it.each([
    ['DiscardTask', () => new DiscardTask('never', { cause: new TypeError('inner') }), 'failed', 'TypeError'],
    ['SnoozeTask', () => new SnoozeTask(1_000), 'snoozed', undefined],
    ['any other error', () => new RangeError('not now'), 'retried', 'RangeError'],
  ])('reads %s', async (_name, error, outcome, type) => {
    ending.run = () => Promise.reject(error());
    const run = await runTask(EndingTask, {});
    expect([run.outcome, run.error?.type]).toEqual([outcome, type]);
  });

  it.each([
    ['a cancel', new TaskCancelledError('the customer left'), 'revoked', undefined],
    ['a time limit', new TimeoutError(1_000), 'retried', 'TimeoutError'],
  ])('passes a signal to the task, and what it then throws is %s', async (_what, reason, outcome, type) => {
    ending.run = ({ signal }) => signal.throwIfAborted();
    const run = await runTask(EndingTask, {}, { signal: AbortSignal.abort(reason) });
    expect([run.outcome, run.error?.type]).toEqual([outcome, type]);
  });
});

@Module({ imports: [ExecutionModule], providers: [ReportTask, EndingTask] })
class TestTasks {}

describe('with an application', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox({ WORKER_NAME: 'drainer' });
    app = await startApi(sandbox.variables, { modules: [TestTasks] });
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  describe('drain: runs everything that waits', () => {
    const statusOf = async (id: string) => (await app.get(TaskStore).find(id)).status;

    it('in order, with child tasks, until all queues are empty', async () => {
      const queue = app.get(TaskQueue);
      const sums = await queue.submitMany(DivideTask, [
        { x: 1, y: 2 },
        { x: 1, y: 0 },
      ]);
      const report = await queue.submit(ReportTask, { to: 'ada@example.com' });
      const ran = await drain(app);
      const inTasks = ran.filter((one) => one.queue === 'tasks');
      expect(inTasks.map(({ name, outcome }) => [name, outcome])).toEqual([
        ['test.report', 'succeeded'], // priority: 'high'
        ['math.divide', 'succeeded'],
        ['math.divide', 'failed'],
      ]);
      expect(await Promise.all(sums.map(({ id }) => statusOf(id)))).toEqual(['SUCCESS', 'FAILURE']);
      const { result } = await app.get(TaskStore).find(report.id);
      expect(ran.map(({ id }) => id)).toContain((result as { email_id: string }).email_id);
      expect(await drain(app)).toEqual([]);
    });

    it('of one queue, with thread tasks inline', async () => {
      const primes = await app.get(TaskQueue).submit(CountPrimesTask, { n: 1_000 });
      const mail = await app.get(TaskQueue).submit(SendEmailTask, email);
      expect(await drain(app, 'tasks')).toMatchObject([{ id: primes.id, outcome: 'succeeded' }]);
      expect(await app.get(TaskStore).find(primes.id)).toMatchObject({
        status: 'SUCCESS',
        result: 168,
        progress: 100,
        worker: 'drainer',
      });
      expect(await statusOf(mail.id)).toBe('PENDING');
      expect(await drain(app, 'notifications')).toMatchObject([{ id: mail.id, outcome: 'succeeded' }]);
    });

    it('of whole workflows', async () => {
      const { id } = await app.get(WorkflowQueue).start(
        definitionOf(
          chain(
            group([10, 20].map((x) => step(DivideTask, { x, y: 2 }))),
            map([1, 2], (y) => step(DivideTask, { x: 6, y }).named('each')),
            (ys) => step(DivideTask, { x: 12, y: ys[1] }).named('last'),
          ),
        ),
      );
      await drain(app);
      const { workflow, steps } = await app.get(WorkflowStore).view(id);
      expect(workflow.status).toBe('SUCCESS');
      const last = steps.find(({ name }) => name === 'last')?.taskId ?? '';
      expect((await app.get(TaskStore).find(last)).result).toBe(4);
    });

    it('except delayed tasks', async () => {
      ending.run = () => Promise.reject(new RangeError('not now'));
      const failing = await app.get(TaskQueue).submit(EndingTask, {});
      const delayed = await app.get(TaskQueue).submit(DivideTask, { x: 1, y: 1 }, { delayMs: 3_600_000 });
      expect(await drain(app)).toMatchObject([{ id: failing.id, outcome: 'retried' }]);
      expect(await statusOf(failing.id)).toBe('RETRY');
      expect(await statusOf(delayed.id)).toBe('PENDING');
    });
  });

  describe('recordSubmits: records submits without running them', () => {
    it('of the API, each with its effective options', async () => {
      const submits = recordSubmits(app);
      const { body } = await request(app.getHttpServer())
        .post('/tasks/math.divide')
        .send({ payload: { x: 10, y: 2 }, options: { priority: 'high', delay_ms: 5_000, timeout_ms: 1_000 } })
        .expect(201);
      expect(submits.submitted(DivideTask)).toEqual([
        {
          id: body.task_id,
          name: 'math.divide',
          payload: { x: 10, y: 2 },
          options: {
            priority: 'high',
            delayMs: 5_000,
            timeoutMs: 1_000,
            attempts: 1, // of @Task
            backoff: { type: 'exponential', delayMs: 1_000, maxMs: 60_000, jitter: 0.5 },
            retentionMs: 86_400_000,
          },
        },
      ]);
      const [{ payload } = { payload: { x: 0, y: 0 } }] = submits.submitted(DivideTask);
      expect(payload.x / payload.y).toBe(5); // typed
      expect(await drain(app)).toEqual([]);
    });

    it('of code, in order, with an error for a task that was not submitted', async () => {
      const submits = recordSubmits(app);
      const expiresAt = new Date('2100-01-01T00:00:00Z');
      const unique = { key: 'a', mode: 'unique' } as const;
      const debounce = { key: 'a', mode: 'debounce', ttlMs: 1_000 } as const;
      await app.get(TaskQueue).submit(SendEmailTask, email, { expiresAt, tags: ['x'], deduplicate: unique });
      await app.get(TaskQueue).submitMany(DivideTask, [{ x: 1, y: 1 }], { deduplicate: debounce });
      expect(submits.all).toMatchObject([
        {
          name: 'notifications.send-email',
          payload: email,
          options: { expiresAt, tags: ['x'], deduplicate: unique },
        },
        { name: 'math.divide', payload: { x: 1, y: 1 }, options: { deduplicate: debounce } },
      ]);
      expect(submits.submitted(ReportTask)).toEqual([]);
    });

    it('and refuses a submit that no worker could run', async () => {
      const submits = recordSubmits(app);
      const nobody = app.get(TaskQueue).submit(SendEmailTask, { ...email, to: 'nobody' });
      await expect(nobody).rejects.toThrow(
        'to must be one bare email address, such as ada@example.com, got "nobody"',
      );
      const noNumber = app.get(TaskQueue).submit(DivideTask, { x: 1, y: Number.NaN });
      await expect(noNumber).rejects.toThrow('got null'); // its value in JSON
      await request(app.getHttpServer())
        .post('/tasks/math.divide')
        .send({ payload: { x: 1 } })
        .expect(422);
      expect(submits.all).toEqual([]);
    });
  });
});
