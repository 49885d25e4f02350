import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { once } from 'node:events';
import { ask } from './ask.mjs';
import { forkChild, temporaryFolder } from './children.mjs';
import { startProxy } from './proxy.mjs';
import { freePort } from '../../../dist/platform/embedded/program/free-port.js';
import { createRedis } from './redis.mjs';
import { startSink } from './sink.mjs';
import { Submissions } from './submissions.mjs';
import { until } from './until.mjs';

/** Locks of a second or two, for short runs. The product's defaults are 15 s and 5 s. */
const SHORT_LOCKS = { WORKER_LOCK_MS: '3000', WORKER_STALL_CHECK_MS: '1000' };

const program = (name) => fileURLToPath(new URL(`../programs/${name}.mjs`, import.meta.url));

/**
 * The whole system in real processes: Redis, the proxy in front of it, the sink and, once started, an API and workers.
 *
 * @param variables settings of every process that differ from the defaults
 * @param direct true: the processes connect to Redis without the proxy
 * @param shortLocks true: a dead worker's tasks are found within seconds
 * @param redis options of `createRedis`
 */
export async function createStand({
  variables = {},
  direct = false,
  shortLocks = false,
  redis: options,
} = {}) {
  const redis = await createRedis(options);
  const [proxy, sink, apiPort] = await Promise.all([startProxy(redis.port), startSink(), freePort()]);
  const environment = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    REDIS_URL: `redis://127.0.0.1:${direct ? redis.port : proxy.port}/0`,
    DATA_DIR: await temporaryFolder(),
    PORT: String(apiPort),
    WORKER_PORT: '0',
    RATE_LIMIT: '0',
    PAYLOAD_KEYS: randomBytes(32).toString('base64'),
    FAULTS_SINK: sink.url,
    ...(shortLocks && SHORT_LOCKS),
    ...variables,
  };
  const started = [];
  const start = async (name, file, own, execArgv) => {
    const process = forkChild(name, program(file), { ...environment, ...own }, execArgv);
    started.push(process);
    process.url = await served(process);
    return process;
  };
  const url = `http://127.0.0.1:${apiPort}`;
  return {
    url,
    redis,
    proxy,
    sink,
    environment,
    submissions: new Submissions(url),
    /** All started processes, including those that ended. */
    started,
    /** Always at the same address, so that it can return there. */
    startApi: (own = {}, execArgv = []) => start('api', 'api', own, execArgv),
    startWorker: (name, own = {}, execArgv = []) =>
      start(name, 'worker', { WORKER_NAME: name, ...own }, execArgv),
    startBridge: (own = {}) => start('bridge', 'bridge', own),
    /** Resolves when `count` workers consume the queue `tasks`. */
    workersAreUp: (count) =>
      until(async () => (await ask(`${url}/health`)).body?.details?.['queue:tasks']?.workers === count, {
        what: `${count} workers`,
      }),
    /** Runs of the task with this number, as recorded by the sink. */
    runsOf: (entry) => sink.effects.filter(({ n }) => n === entry.n),
    close() {
      proxy.close();
      sink.close();
      redis.close();
    },
  };
}

/** The message that the program sends when it is ready. */
async function served(process) {
  const ready = once(process.child, 'message').then(([message]) => message.url);
  const ended = process.exited.then((how) => {
    throw new Error(`${process.name} ended with ${how} before it served:\n${process.output()}`);
  });
  ended.catch(() => undefined); // it may end later
  return Promise.race([ready, ended]);
}

/** Resident memory in MiB, on Linux; undefined if the process has ended, or elsewhere. */
export function rssOf({ pid }) {
  try {
    const pages = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return pages === null ? undefined : Math.round(Number(pages[1]) / 1_024);
  } catch {
    return undefined;
  }
}

/** Errors logged by a process, and all output that is not a log line. */
export function errorsIn(process) {
  const lines = process.output().split('\n');
  return lines.filter((line) => line !== '' && levelOf(line) >= 50);
}

/** Warnings logged by a process. */
export function warningsIn(process) {
  const lines = process.output().split('\n');
  return lines.filter((line) => levelOf(line) === 40).map((line) => JSON.parse(line));
}

function levelOf(line) {
  try {
    return JSON.parse(line).level ?? 50;
  } catch {
    return 50;
  }
}
