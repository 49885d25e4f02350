import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { TestingModule } from '@nestjs/testing';
import { DeliverWebhookTask } from '../../src/features/notifications/webhooks/deliver-webhook.task.js';
import { EndWebhooks } from '../../src/features/notifications/webhooks/end-webhooks.js';
import { Cancellation } from '../../src/core/handle/cancellation.js';
import { CompletionOutbox } from '../../src/core/lifetime/completion-outbox.js';
import { TaskNotFoundError } from '../../src/core/task/queue.errors.js';
import { Retention } from '../../src/core/lifetime/retention.js';
import { TaskActions } from '../../src/core/act/task-actions.js';
import { CompletionNotifier } from '../../src/core/lifetime/completion-notifier.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { DivideTask } from '../../src/features/tasks/divide.task.js';
import { eventually } from '../support/eventually.js';
import { RecordingLogger, startApi, startWorker } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { NEW_SECRET } from '../support/webhook-receiver.js';

const HOUR_MS = 3_600_000;
const webhookUrl = 'https://example.com/hook';

describe('undelivered ends', () => {
  const logger = new RecordingLogger();
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let notifier: CompletionNotifier;
  let actions: TaskActions;

  beforeEach(async () => {
    sandbox = await createSandbox({ WEBHOOK_SECRETS: NEW_SECRET, WORKER_QUEUES: 'tasks' });
    app = await startApi(sandbox.variables, { logger });
    notifier = app.get(CompletionNotifier);
    actions = app.get(TaskActions);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await app.close();
    await sandbox.clean();
  });

  const key = (name: string) => `${sandbox.prefix}:tasks:${name}`;
  const outbox = () => sandbox.redis.zrange(`${sandbox.prefix}:ends`, 0, -1);
  const lookAfterMs = async (id: string) =>
    Number(await sandbox.redis.zscore(`${sandbox.prefix}:ends`, `tasks:${id}`)) - Date.now();
  /** Makes every entry due, as if time had passed. */
  const makeDue = async () => {
    for (const entry of await outbox()) await sandbox.redis.zadd(`${sandbox.prefix}:ends`, 0, entry);
  };
  const submit = async (options: object = { webhookUrl }): Promise<string> =>
    (await app.get(TaskQueue).submit(DivideTask, { x: 1, y: 0 }, options)).id;
  /** Ends a task like a worker that dies before it notifies. */
  const end = async (id: string, at = Date.now()): Promise<void> => {
    await sandbox.redis.zrem(key('prioritized'), id);
    await sandbox.redis.hset(key(id), { finishedOn: at, failedReason: 'division by zero', atm: 1 });
    await sandbox.redis.zadd(key('failed'), at, id);
  };
  const deliveries = async () => {
    const ids = await sandbox.redis.zrange(`${sandbox.prefix}:webhooks:prioritized`, 0, -1);
    return Promise.all(ids.map((id) => app.get(TaskStore).find(id)));
  };

  it('are found by a sweep when they are due, and delivered once', async () => {
    const ids = [await submit(), await submit()];
    for (const id of ids) await end(id);
    await notifier.sweep();
    expect(await deliveries()).toEqual([]);
    await makeDue();
    await Promise.all([
      notifier.sweep(),
      notifier.sweep(),
      ...ids.map((id) => notifier.notify({ queue: 'tasks', id })),
    ]);
    expect((await deliveries()).map(({ parentId }) => parentId).sort()).toEqual(ids.sort());
    expect(await outbox()).toEqual([]);
  });

  it('are delivered once even if entered again, as by an idempotent repetition', async () => {
    const id = await submit();
    await end(id);
    await notifier.notify({ queue: 'tasks', id });
    const [delivery] = await deliveries();
    await app.get(Cancellation).cancel(delivery?.id ?? '');
    await actions.remove(delivery?.id ?? '');
    await app.get(CompletionOutbox).note([{ queue: 'tasks', id }]);
    await makeDue();
    await notifier.sweep();
    expect(await deliveries()).toEqual([]);
    expect(await outbox()).toEqual([]);
  });

  it('stay in the outbox if delivery fails, and are delivered later', async () => {
    const id = await submit();
    await end(id);
    await makeDue();
    jest.spyOn(app.get(EndWebhooks, { strict: false }), 'notify').mockRejectedValueOnce(new Error('no room'));
    await notifier.sweep();
    expect(await deliveries()).toEqual([]);
    expect(logger.lines).toContainEqual(expect.stringContaining(`${id} could not be announced yet`));
    expect(await lookAfterMs(id)).toBeLessThanOrEqual(30_000);
    await makeDue();
    await notifier.sweep();
    expect(await deliveries()).toMatchObject([{ parentId: id }]);
  });

  it('are found in successive sweeps, and the waiting ones are not rechecked soon', async () => {
    const ids = (
      await app.get(TaskQueue).submitMany(DivideTask, Array(450).fill({ x: 1, y: 0 }), { webhookUrl })
    ).map(({ id }) => id);
    expect(await outbox()).toHaveLength(450);
    await Promise.all(ids.slice(0, 20).map((id) => end(id)));
    await makeDue();
    const rounds = [await notifier.sweep(), await notifier.sweep(), await notifier.sweep()];
    expect(rounds).toEqual([{ mayHaveMore: true }, { mayHaveMore: true }, { mayHaveMore: false }]);
    expect(await deliveries()).toHaveLength(20);
    expect(await app.get(CompletionOutbox).due(1_000)).toEqual([]);
    const waits = await Promise.all(ids.slice(20).map(lookAfterMs));
    expect(Math.min(...waits)).toBeGreaterThan(HOUR_MS / 2);
  });

  it('are delivered before a manual retry or a removal undoes them', async () => {
    const [retried, removed] = [await submit(), await submit()];
    await end(retried);
    await end(removed);
    await actions.retry(retried);
    await actions.remove(removed);
    expect((await deliveries()).map(({ parentId }) => parentId).sort()).toEqual([retried, removed].sort());
    await expect(app.get(TaskStore).find(removed)).rejects.toThrow(TaskNotFoundError);
  });

  it('are swept again after a manual retry, whatever its worker can record', async () => {
    const id = await submit();
    await end(id);
    await actions.retry(id);
    expect(await outbox()).toHaveLength(1);
    await end(id, Date.now() + 1);
    await notifier.sweep();
    expect(await deliveries()).toHaveLength(2);
    expect(await outbox()).toEqual([]);
  });

  it('block the removal of their task until they are delivered', async () => {
    const id = await submit({ webhookUrl, retentionMs: 1 });
    await end(id, Date.now() - 1_000);
    await app.get(Retention).enter(0);
    expect(await app.get(Retention).sweep()).toMatchObject({ removed: 0 });
    expect(await sandbox.redis.exists(key(id))).toBe(1);
    await notifier.notify({ queue: 'tasks', id });
    await sandbox.redis.zadd(`${sandbox.prefix}:expiry`, 1, `tasks:${id}`);
    expect(await app.get(Retention).sweep()).toMatchObject({ removed: 1 });
    expect(await deliveries()).toMatchObject([{ parentId: id }]);
  });

  it('of a cancelled task are due at once if delivery fails', async () => {
    const id = await submit();
    jest.spyOn(app.get(EndWebhooks, { strict: false }), 'notify').mockRejectedValueOnce(new Error('no room'));
    expect((await app.get(Cancellation).cancel(id)).status).toBe('REVOKED');
    expect(await lookAfterMs(id)).toBeLessThanOrEqual(30_000);
    await makeDue();
    await notifier.sweep();
    expect(await deliveries()).toMatchObject([{ parentId: id }]);
  });

  it('do not exist for a removed task, or for one without a webhook', async () => {
    const gone = await submit();
    await submit({});
    expect(await outbox()).toEqual([`tasks:${gone}`]);
    await sandbox.redis.del(key(gone));
    await makeDue();
    await notifier.sweep();
    expect(await outbox()).toEqual([]);
    expect(await deliveries()).toEqual([]);
  });

  it('of a queue that only a newer version knows are left to that version', async () => {
    await sandbox.redis.zadd(`${sandbox.prefix}:ends`, 0, 'reports:01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e');
    await notifier.sweep();
    expect(await outbox()).toHaveLength(1);
    expect(await app.get(CompletionOutbox).due(10)).toEqual([]);
  });

  describe('in a worker', () => {
    let worker: TestingModule;

    it('are delivered before it stops', async () => {
      worker = await startWorker(sandbox.variables);
      const id = await submit();
      await eventually(async () => expect((await app.get(TaskStore).find(id)).status).toBe('FAILURE'));
      await worker.close();
      const [delivery] = await deliveries();
      expect(delivery).toMatchObject({ parentId: id, name: 'notifications.deliver-webhook' });
      expect(await outbox()).toEqual([]);
    });

    it('are swept soon after a worker has taken the task, even if a tool put it back', async () => {
      const id = await submit();
      await sandbox.redis.del(`${sandbox.prefix}:ends`);
      const slow = jest.spyOn(app.get(EndWebhooks, { strict: false }), 'notify');
      worker = await startWorker({ ...sandbox.variables, DIVIDE_DELAY_MS: '300' });
      await eventually(async () => {
        const wait = await lookAfterMs(id);
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(30_000);
      });
      await eventually(async () => expect(await deliveries()).toHaveLength(1));
      await worker.close();
      expect(slow).not.toHaveBeenCalled();
    });
  });

  it('have a payload that a worker accepts', async () => {
    const id = await submit();
    await end(id);
    const submitting = jest.spyOn(app.get(TaskQueue), 'submit');
    await notifier.notify({ queue: 'tasks', id });
    const payload = expect.objectContaining({ url: webhookUrl });
    const origin = expect.objectContaining({ parent: { id, rootId: id } });
    expect(submitting).toHaveBeenCalledWith(DeliverWebhookTask, payload, {}, origin);
  });
});
