import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RemoteTasks } from '../../src/bridges/celery/remote/remote-tasks.js';
import { RemoteRevokedError, RemoteTaskError } from '../../src/bridges/celery/remote/remote.errors.js';
import { TaskQueue } from '../../src/core/index.js';
import { describeWithCelery } from '../support/celery-python.js';
import { type PythonWorker, startPythonWorker } from '../support/celery-worker.js';
import { eventually } from '../support/eventually.js';
import { createOwnRabbitmq, describeWithRabbitmq } from '../support/rabbitmq.js';
import { type Stand, startStand } from '../support/stand.js';
import { AddTask, FailTask, NapTask, RemoteLabModule, UnknownTask } from './remote-lab/remote.module.js';

const IN_TIME = { timeoutMs: 45_000 };

describeWithCelery('tasks that run in Python, over RabbitMQ', () => {
  describeWithRabbitmq('with results by rpc://', () => {
    let rabbitmq: Awaited<ReturnType<typeof createOwnRabbitmq>>;
    let python: PythonWorker;
    let stand: Stand;

    const queue = () => stand.app.get(TaskQueue);
    const remote = () => stand.app.get(RemoteTasks, { strict: false });

    beforeAll(async () => {
      rabbitmq = await createOwnRabbitmq();
      await rabbitmq.start();
      const variables = { CELERY_BROKER_URL: rabbitmq.url, CELERY_RESULT_BACKEND: 'rpc://' };
      python = await startPythonWorker('remote_worker', 'py', { ...variables, LAB_PY_QUEUE: 'py' });
      stand = await startStand({ modules: [RemoteLabModule] }, variables);
    }, 120_000);

    afterAll(async () => {
      await stand.stop();
      await python.stop();
      await rabbitmq.remove();
    });

    it('have their results, errors and refusals', async () => {
      const [sum, failing, unknown] = await Promise.all([
        queue().submit(AddTask, { x: 20, y: 22 }),
        queue().submit(FailTask, { message: 'no luck' }),
        queue().submit(UnknownTask, {}),
      ]);
      expect(await sum.result(IN_TIME)).toBe(42);
      await expect(failing.result(IN_TIME)).rejects.toThrow("py.fail raised PyError('no luck', 42)");
      await expect(unknown.result(IN_TIME)).rejects.toThrow('py.unknown raised NotRegistered');
    });

    it('start later, are limited, and stop when they are cancelled', async () => {
      const later = await remote().submit(AddTask, { x: 1, y: 1 }, { delayMs: 500 });
      expect(await later.result(IN_TIME)).toBe(2);
      const limited = await remote().submit(NapTask, { ms: 60_000 }, { timeLimitMs: 1_000 });
      const error: unknown = await limited.result(IN_TIME).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(RemoteTaskError);
      expect(error).toMatchObject({ type: 'TimeLimitExceeded' });
      const running = await remote().submit(NapTask, { ms: 60_001 });
      await eventually(() => expect(python.output()).toContain(`py.nap[${running.id}] received`));
      await running.cancel();
      await expect(running.result(IN_TIME)).rejects.toBeInstanceOf(RemoteRevokedError);
    });

    it('are sent again when the broker is back', async () => {
      await rabbitmq.stop();
      const task = await queue().submit(AddTask, { x: 5, y: 5 }, { attempts: 20 });
      await rabbitmq.start();
      expect(await task.result({ timeoutMs: 55_000 })).toBe(10);
    }, 120_000);
  });
});
