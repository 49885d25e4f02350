/**
 * Tasks that misbehave, for tests that need real processes and threads. Decorators are called as functions, because
 * this file is not compiled; it runs against the built program.
 */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { MessageChannel } from 'node:worker_threads';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, Module } from '@nestjs/common';
import { IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, Matches } from 'class-validator';
import { Config } from '../../dist/platform/config/config.js';
import { TaskQueue } from '../../dist/core/submit/task-queue.js';
import { DiscardTask, SnoozeTask } from '../../dist/core/task/task-outcome.js';
import { Task } from '../../dist/core/task/task.js';
import { AppModule } from '../../dist/apps/app.module.js';
import { DivideTask } from '../../dist/features/tasks/divide.task.js';
import { replaceWith } from '../../dist/core/workflows/nested/replace-with.js';
import { WorkerModule } from '../../dist/apps/worker.module.js';
import { ExecutionModule } from '../../dist/worker/execution.module.js';
import { OnTaskSucceeded } from '../../dist/worker/hooks/on-task.js';

class TestPayload {}
IsOptional()(TestPayload.prototype, 'ms');
IsInt()(TestPayload.prototype, 'ms');
IsOptional()(TestPayload.prototype, 'word');
IsString()(TestPayload.prototype, 'word');

/** A payload with every kind of secret, and the action to perform with them. */
class SecretPayload {}
IsIn(['hash', 'say', 'fail', 'crash', 'submit'])(SecretPayload.prototype, 'mode');
Matches(/^[^#]/, { message: 'password must not be $value' })(SecretPayload.prototype, 'password');
IsOptional()(SecretPayload.prototype, 'credentials');
IsObject()(SecretPayload.prototype, 'credentials');
IsOptional()(SecretPayload.prototype, 'items');
IsArray()(SecretPayload.prototype, 'items');
IsOptional()(SecretPayload.prototype, 'pin');
IsInt()(SecretPayload.prototype, 'pin');

/** @param run what the task does with (payload, context, dependencies) */
function task(name, options, run, dependencies = []) {
  class TestTask {
    constructor(...given) {
      this.given = given;
    }
    run(payload, context) {
      return run(payload, context, ...this.given);
    }
  }
  Object.defineProperty(TestTask, 'name', { value: name });
  Reflect.defineMetadata('design:paramtypes', dependencies, TestTask);
  Task({ name, queue: 'tasks', payload: TestPayload, attempts: 1, ...options })(TestTask);
  return TestTask;
}

/** Blocks its thread and ignores its signal. */
function burn(ms) {
  const until = Date.now() + ms;
  while (Date.now() < until);
}

/** Reports that it runs, and stops on its signal. */
async function obey({ ms = 60_000 }, { signal, progress }) {
  await progress(1);
  return sleep(ms, 'done', { signal });
}

/** Reveals every secret in every possible way, or performs the given action. */
async function blab(payload, { progress, log }, taskQueue) {
  const { mode, password, credentials, items = [], pin } = payload;
  const all = `${password} ${credentials?.token} ${items.map(({ secret }) => secret)} ${pin}`;
  if (mode === 'submit') await taskQueue.submit(SecretTask, { ...payload, mode: 'hash' });
  if (mode === 'say') {
    await log(`secrets: ${all}`);
    await progress({ all, pin, deep: [{ [password]: password }] });
    new Logger('Blab').log(`secrets: ${all}`, { payload, note: [all] });
    new Logger('Blab').error(new Error(all));
    new Logger('Blab').verbose(all);
  }
  if (mode === 'fail') throw Object.assign(new Error(`cannot log in with ${all}`), { config: payload });
  if (mode === 'crash') {
    setTimeout(() => {
      throw new Error(`crashed with ${all}`);
    });
    await sleep(60_000);
  }
  return createHash('sha256').update(JSON.stringify(payload)).digest('hex');
}

const SECRET = {
  payload: SecretPayload,
  redact: ['password', 'credentials.token', 'items.*.secret', 'pin'],
  aliases: ['test.former-secret'],
};
const SecretTask = task('test.secret', SECRET, blab, [TaskQueue]);
const secret = [
  SecretTask,
  task('test.secret-thread', { ...SECRET, isolation: 'thread', aliases: [] }, blab, [TaskQueue]),
  task(
    'test.secret-limited',
    { ...SECRET, aliases: [], rateLimit: { max: 1, durationMs: 1_000, key: 'password' } },
    blab,
    [TaskQueue],
  ),
];

/** Writes a line to the task's own log, and one with a Nest logger. */
async function talk({ word = '' }, { log }) {
  await log(`log says ${word}`);
  new Logger('Own').log(`code says ${word}`);
}

/** Calls its own service with Node's `fetch` and with node:http. */
const CallsTask = task('test.calls', {}, async ({ word }) => {
  await fetch(`${word}/fetch?secret=sesame`).then((response) => response.text());
  await new Promise((resolve, reject) => {
    get(`${word}/http?secret=sesame`, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
});

/** An error of a library, and one of its kinds. */
class NetworkError extends Error {}
class HostError extends NetworkError {}
const PICKY = { attempts: 3, backoff: { delayMs: 1 }, retryOn: [NetworkError], dontRetryOn: [HostError] };

/** Throws the error of this name in its first attempt. */
async function pick({ word }, { attempt }) {
  if (attempt === 1) throw new { NetworkError, HostError, RangeError }[word]('no answer');
  return attempt;
}

/** Returns what a task can know of itself. */
async function learn(_payload, context) {
  const { id, name, queue, attempt, maxAttempts, tags, parentId, rootId, submittedBy, deadline } = context;
  const { workflowId, step } = context;
  const leftMs = deadline && deadline.getTime() - Date.now();
  return {
    id,
    name,
    queue,
    attempt,
    maxAttempts,
    tags,
    parentId,
    rootId,
    submittedBy,
    workflowId,
    step,
    leftMs,
  };
}

const snoozed = new Set();

const traced = [
  CallsTask,
  task(
    'test.parent',
    {},
    async (payload, _context, taskQueue) => (await taskQueue.submit(CallsTask, payload)).id,
    [TaskQueue],
  ),
  task(
    'test.thread-parent',
    { isolation: 'thread' },
    async ({ word }, _context, taskQueue) => {
      await fetch(`${word}/thread`).then((response) => response.text());
      new Logger('Own').log('code says traced');
      return (await taskQueue.submit(DivideTask, { x: 1, y: 1 })).id;
    },
    [TaskQueue],
  ),
  task('test.flaky', { attempts: 3, backoff: { delayMs: 1 } }, async (_payload, { id, attempt }) => {
    if (attempt === 1) throw new Error('refused: Authorization: Bearer abc123def456');
    if (!snoozed.has(id)) {
      snoozed.add(id);
      throw new SnoozeTask(1);
    }
    return 'kept to itself';
  }),
];

const inline = [
  task('test.timer-throws', {}, async () => {
    setTimeout(() => {
      throw new Error('thrown by a timer');
    }, 50);
    await sleep(60_000);
  }),
  task('test.talkative', {}, talk),
  task('test.learning', {}, learn),
  task('test.picky', PICKY, pick),
  task('test.obedient', {}, obey),
  task('test.deaf', {}, ({ ms = 60_000 }) => sleep(ms, 'done')),
  task('test.limited', { rateLimit: { max: 2, durationMs: 400 } }, async () => Date.now()),
  task('test.blocking', {}, async ({ ms = 800 }) => burn(ms)),
  task('test.blocking-later', {}, async ({ ms = 800 }) => {
    await sleep(1);
    burn(ms);
  }),
];

/** Tasks that harm their process. */
const harmful = [
  task('test.poison', {}, async ({ ms = 0 }) => {
    await sleep(ms);
    process.kill(process.pid, 'SIGKILL');
    await sleep(60_000); // the signal will arrive
  }),
  task('test.exiting', {}, () => process.exit(7)),
  task('test.blocking-told', {}, async ({ ms = 800 }, { log }) => {
    await log('ran');
    burn(ms);
    return process.pid;
  }),
];

const LEAKS = {
  rejection: () => setTimeout(() => Promise.reject(new Error('late rejection')), 200),
  timer: () =>
    setTimeout(() => {
      throw new Error('late timer');
    }, 200),
  chain: () =>
    setTimeout(() => setTimeout(() => setTimeout(() => Promise.reject(new Error('late chain')), 70), 70), 70),
  interval: () => setInterval(() => Promise.reject(new Error('late interval')), 100),
  odd: () => setTimeout(() => Promise.reject(Object.create(null)), 200),
  exit: () => setTimeout(() => process.exit(9), 200),
};
const deep = (levels) => {
  let value = 'end';
  for (let i = 0; i < levels; i++) value = { value };
  return value;
};
const RESULTS = {
  deep: () => deep(3_000),
  deeper: () => deep(100_000),
  getter: () => ({
    get broken() {
      throw new Error('not readable');
    },
  }),
  function: () => ({ call: () => 1 }),
  circular: () => {
    const value = {};
    value.self = [value];
    return value;
  },
  huge: () => 'x'.repeat(50_000_000),
  port: () => new MessageChannel().port1,
  buffer: () => new SharedArrayBuffer(8),
};
const THROWN = {
  nothing: () => Object.create(null),
  revoked: () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  round: () => {
    const error = new Error('a');
    error.cause = new Error('b', { cause: error });
    return error;
  },
  getter: () => Object.defineProperty(new Error('x'), 'message', { get: () => LEAKS.none() }),
  uncloneable: () => Object.assign(new Error('has a function'), { call: () => 1, cause: () => 2 }),
  huge: () => new Error('x'.repeat(3_000_000)),
  endless: () => Object.defineProperty(new Error('endless'), 'cause', { get: THROWN.endless }),
};

const threaded = [
  task('test.thread-talkative', { isolation: 'thread' }, talk),
  task('test.thread-learning', { isolation: 'thread' }, learn),
  task('test.thread-picky', { ...PICKY, isolation: 'thread' }, pick),
  task('test.thread-burn', { isolation: 'thread' }, async ({ ms = 60_000 }, { progress }) => {
    await progress(1);
    burn(ms);
  }),
  task('test.thread-obedient', { isolation: 'thread' }, obey),
  task('test.thread-exit', { isolation: 'thread' }, () => process.exit(3)),
  task('test.thread-memory', { isolation: 'thread' }, async () => {
    const kept = [];
    for (;;) kept.push(new Array(1_000_000).fill(kept.length));
  }),
  task('test.thread-discard', { isolation: 'thread', attempts: 5 }, () => {
    throw new DiscardTask('never', { cause: new RangeError('inner') });
  }),
  task(
    'test.thread-snooze',
    { isolation: 'thread' },
    async (_payload, { log }, config) => {
      await log(`here is ${config.workerName}`);
      throw new SnoozeTask(3_600_000);
    },
    [Config],
  ),
  task('test.thread-notes', { isolation: 'thread' }, async (_payload, { progress, log, attempt }) => {
    for (let i = 1; i <= 50; i++) {
      void progress(i * 2);
      void log(`line ${i}`);
    }
    return { attempt };
  }),
  task(
    'test.thread-submits',
    { isolation: 'thread' },
    async (_payload, _context, taskQueue) => (await taskQueue.submit(DivideTask, { x: 9, y: 3 })).id,
    [TaskQueue],
  ),
  // Its work continues after its end, and fails then.
  task('test.thread-leaks', { isolation: 'thread' }, async ({ word }) => {
    LEAKS[word]();
    return 'left something behind';
  }),
  task('test.thread-returns', { isolation: 'thread' }, async ({ word }) => RESULTS[word]()),
  task('test.thread-throws', { isolation: 'thread' }, async ({ word }) => {
    throw THROWN[word]();
  }),
  task('test.thread-says', { isolation: 'thread' }, async (_payload, { progress, log }) => {
    await progress(RESULTS.deep());
    await progress(RESULTS.getter());
    await progress({ call: () => 1 });
    await log(RESULTS.getter());
    return 'said';
  }),
  task('test.thread-odd', { isolation: 'thread' }, async () => new Map([['a', 1]])),
];

const shout = ({ word = '' }) => word.toUpperCase();
const inner = (name) => replaceWith({ steps: { shout: { task: name, payload: { word: 'inner' } } } });
/** The first attempt hangs, until its worker is killed: the next one runs in quarantine. */
const onceHanging = async (attempt) => attempt === 1 && (await sleep(60_000));

/** Steps of workflows. */
const steps = [
  task('test.thread-shout', { isolation: 'thread' }, async (payload) => shout(payload)),
  task('test.thread-replaced', { isolation: 'thread' }, async () => inner('test.thread-shout')),
  task('test.late-shout', {}, async (payload, { attempt }) => {
    await onceHanging(attempt);
    return shout(payload);
  }),
  task('test.late-replaced', {}, async (_payload, { attempt }) => {
    await onceHanging(attempt);
    return inner('test.thread-shout');
  }),
];

/** Logs what it is told. */
class Hooks {
  told({ id }) {
    new Logger('Own').log(`heard of ${id}`);
  }
}
OnTaskSucceeded('test.thread-learning')(
  Hooks.prototype,
  'told',
  Object.getOwnPropertyDescriptor(Hooks.prototype, 'told'),
);

/** Submits a child for each row, a hundred at a time. Its first attempt hangs halfway, until its worker is killed. */
async function importRows({ ms: rows, word }, { submit, submitMany, progress, attempt }) {
  for (let first = 0; first < rows; first += 100) {
    const some = Array.from({ length: 100 }, (_, i) => ({ x: first + i, y: 1 }));
    await submitMany(DivideTask, some, ({ x }) => ({ key: `row ${x}`, tags: [word] }));
    await submit(DivideTask, { x: -1, y: 1 }, { key: 'header', tags: [word] });
    await progress(first);
    if (first >= rows / 2) await onceHanging(attempt);
  }
  return attempt;
}
const imports = [
  task('test.import', {}, importRows),
  task('test.thread-import', { isolation: 'thread' }, importRows),
];

const providers = [Hooks, ...imports, ...traced, ...inline, ...harmful, ...threaded, ...secret, ...steps];

/** The modules of a worker, with these tasks. */
export class TestWorkerModule {}
Module({ imports: [WorkerModule, ExecutionModule], providers })(TestWorkerModule);

/** The modules of the API, with these tasks. */
export class TestApiModule {}
Module({ imports: [AppModule, ExecutionModule], providers })(TestApiModule);
