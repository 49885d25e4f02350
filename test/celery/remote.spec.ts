import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  RemoteRevokedError,
  RemoteTaskError,
  RemoteTimeoutError,
} from '../../src/bridges/celery/remote/remote.errors.js';
import { RemoteTasks } from '../../src/bridges/celery/remote/remote-tasks.js';
import {
  TaskQueue,
  TaskStore,
  WorkflowQueue,
  WorkflowStore,
  chain,
  step,
  workflow,
} from '../../src/core/index.js';
import { describeWithCelery } from '../support/celery-python.js';
import { type PythonWorker, startPythonWorker } from '../support/celery-worker.js';
import { compileExample, startExample } from '../support/compile-example.js';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import { createOwnRedis } from '../support/redis-server.js';
import { createSandbox } from '../support/sandbox.js';
import { SHORT_LOCKS } from '../support/short-locks.js';
import { type Stand, startStand } from '../support/stand.js';
import {
  AddTask,
  CallerTask,
  ContextTask,
  DoubleTask,
  EchoTask,
  FailTask,
  NapTask,
  RemoteLabModule,
  UnknownTask,
  WrongTask,
} from './remote-lab/remote.module.js';

const IN_TIME = { timeoutMs: 45_000 };

describeWithCelery('tasks that run in Python', () => {
  let redis: Awaited<ReturnType<typeof createOwnRedis>>;
  let variables: Record<string, string>;
  let python: PythonWorker;
  let stand: Stand;

  const queue = () => stand.app.get(TaskQueue);
  const remote = () => stand.app.get(RemoteTasks, { strict: false });
  const outputOf = (id: string) =>
    python
      .output()
      .split('\n')
      .filter((line) => line.includes(id));
  const startsOf = (id: string) => outputOf(id).filter((line) => line.includes('received')).length;

  beforeAll(async () => {
    redis = await createOwnRedis(['--appendonly', 'no']);
    await redis.start();
    variables = { CELERY_BROKER_URL: redis.url, CELERY_RESULT_BACKEND: redis.url.replace(/0$/, '1') };
    [python, stand] = await Promise.all([
      startPythonWorker('remote_worker', 'py', { ...variables, LAB_PY_QUEUE: 'py' }),
      startStand({ modules: [RemoteLabModule] }, variables),
    ]);
  });

  afterAll(async () => {
    await stand.stop();
    await python.stop();
    await redis.remove();
  });

  it('are tasks of ours, with the result that Python returns', async () => {
    const task = await queue().submit(AddTask, { x: 20, y: 22 });
    expect(await task.result(IN_TIME)).toBe(42);
    expect(await stand.app.get(TaskStore).find(task.id)).toMatchObject({
      status: 'SUCCESS',
      queue: 'remote',
    });
  });

  it('fail with the exception and the traceback of Python, after their attempts', async () => {
    const task = await queue().submit(FailTask, { message: 'no luck' });
    await expect(task.result(IN_TIME)).rejects.toThrow("py.fail raised PyError('no luck', 42)");
    const { error, errorStack, attempt } = await stand.app.get(TaskStore).find(task.id);
    expect({ type: error?.type, attempt }).toEqual({ type: 'RemoteTaskError', attempt: 2 });
    expect(errorStack).toMatch(/at fail \(.*remote_worker\.py:\d+\)/);
  });

  it('fail if no worker knows the name, or the result is of another class', async () => {
    const unknown = await queue().submit(UnknownTask, {});
    await expect(unknown.result(IN_TIME)).rejects.toThrow('py.unknown raised NotRegistered');
    const wrong = await queue().submit(WrongTask, { x: 1, y: 2 });
    await expect(wrong.result(IN_TIME)).rejects.toThrow(
      'the result of py.add must be a string, but is number',
    );
  });

  it('get their secrets, and arguments under other names', async () => {
    const task = await queue().submit(EchoTask, { value: 'hunter2', userName: 'ada' });
    expect(await task.result(IN_TIME)).toEqual(['hunter2', { user_name: 'ada' }]);
  });

  it('have the time limit of the attempt, and expire with it', async () => {
    const task = await queue().submit(ContextTask, {}, { timeoutMs: 30_000 });
    const { timelimit, expires, argsrepr } = (await task.result(IN_TIME)) as Record<string, [number]>;
    expect(timelimit?.[0]).toBeLessThanOrEqual(30);
    expect(timelimit?.[0]).toBeGreaterThan(1);
    expect(expires).not.toBeNull();
    expect(argsrepr).toBe('()');
  });

  it('are stopped in Python when they are cancelled or take too long', async () => {
    const slow = await queue().submit(NapTask, { ms: 60_000 }, { timeoutMs: 1_500 });
    await expect(slow.result(IN_TIME)).rejects.toThrow('exceeded its time limit');
    const task = await queue().submit(NapTask, { ms: 60_001 });
    await eventually(() => expect(python.output().match(/py\.nap\[\S+\] received/g)).toHaveLength(2));
    await task.cancel();
    await expect(task.result(IN_TIME)).rejects.toThrow('cancelled');
    // Python stops the slow one at the same time limit, unless our order comes first.
    const stopped =
      /(?:Terminating |Discarding revoked task: py\.nap\[|Hard time limit .+ for py\.nap\[)([\w-]+)/g;
    await eventually(() => {
      const ids = [...python.output().matchAll(stopped)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(2);
    });
  });

  it('are called without a task of ours, too', async () => {
    const sum = await remote().submit(AddTask, { x: 1, y: 2 });
    expect(await sum.result(IN_TIME)).toBe(3);
    const failing = await remote().submit(FailTask, { message: 'no' });
    const error = await failing.result(IN_TIME).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RemoteTaskError);
    expect(error).toMatchObject({ type: 'PyError', module: 'remote_worker', args: ['no', 42] });
    expect((error as RemoteTaskError).traceback).toContain('raise PyError');
    await expect(remote().submit(AddTask, { x: 'one', y: 2 } as never)).rejects.toThrow('py.add');
  });

  it('start later, expire, time out and are cancelled by their handles', async () => {
    const later = await remote().submit(AddTask, { x: 1, y: 1 }, { delayMs: 1_500 });
    await expect(later.result({ timeoutMs: 300 })).rejects.toThrow(RemoteTimeoutError);
    expect(await later.result(IN_TIME)).toBe(2);
    const late = await remote().submit(AddTask, { x: 1, y: 1 }, { expiresAt: new Date(Date.now() - 1_000) });
    await expect(late.result(IN_TIME)).rejects.toThrow(RemoteRevokedError);
    const limited = await remote().submit(NapTask, { ms: 60_000 }, { timeLimitMs: 1_000 });
    await expect(limited.result(IN_TIME)).rejects.toMatchObject({ type: 'TimeLimitExceeded' });
    const running = await remote().submit(NapTask, { ms: 60_002 });
    await eventually(() => expect(startsOf(running.id)).toBe(1));
    await running.cancel();
    await expect(running.result(IN_TIME)).rejects.toThrow('py.nap was not carried out: terminated');
  });

  it('are called once for a key, by each attempt of a task of ours', async () => {
    const task = await queue().submit(CallerTask, { x: 2, y: 3 });
    const [first = '', second, sum] = await task.result(IN_TIME);
    expect([second, sum]).toEqual([first, '5']);
    expect(startsOf(first)).toBe(1);
  });

  it('are steps of workflows between tasks of ours', async () => {
    const definition = workflow(
      'both-worlds',
      chain(
        step(DoubleTask, { x: 3, y: 0 }),
        (six) => step(AddTask, { x: six, y: 1 }),
        (seven) => step(DoubleTask, { x: seven, y: 0 }).named('last'),
      ),
    );
    const { id } = await stand.app.get(WorkflowQueue).start(definition);
    await eventually(async () => {
      const { workflow: ended, steps } = await stand.app.get(WorkflowStore).view(id);
      expect(ended.status).toBe('SUCCESS');
      const last = steps.find(({ name }) => name === 'last')?.taskId ?? '';
      expect((await stand.app.get(TaskStore).find(last)).result).toBe(14);
    });
  });

  it('are waited for, and not called again, after the death of the worker that called them', async () => {
    await compileExample('celery/remote-lab', 'test');
    const sandbox = await createSandbox({ ...variables, ...SHORT_LOCKS, WORKER_QUEUES: 'remote' });
    const modules = ['celery/remote-lab/remote.module.js'];
    const app = await startApi(sandbox.variables, { modules: [RemoteLabModule] });
    const dying = await startExample('worker', modules, sandbox.variables);
    const before = python.output().length;
    const task = await app.get(TaskQueue).submit(NapTask, { ms: 4_000 });
    const receivedNow = () =>
      python
        .output()
        .slice(before)
        .match(/py\.nap\[\S+\] received/g) ?? [];
    await eventually(() => expect(receivedNow()).toHaveLength(1));
    await dying.stop('SIGKILL');
    const other = await startExample('worker', modules, sandbox.variables);
    expect(await task.result(IN_TIME)).toBe(4_000);
    expect(receivedNow()).toHaveLength(1);
    await other.stop();
    await app.close();
    await sandbox.clean();
  });

  it('wait for a Python worker that is away', async () => {
    await python.stop();
    const task = await queue().submit(AddTask, { x: 5, y: 5 });
    python = await startPythonWorker('remote_worker', 'py', { ...variables, LAB_PY_QUEUE: 'py' });
    expect(await task.result(IN_TIME)).toBe(10);
  });

  it('need a broker of Celery', async () => {
    const sandbox = await createSandbox();
    const starting = startApi(sandbox.variables, { modules: [RemoteLabModule] });
    await expect(starting).rejects.toThrow('CELERY_BROKER_URL is not set');
    await sandbox.clean();
  });
});
