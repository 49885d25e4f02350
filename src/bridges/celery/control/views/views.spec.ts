import { describe, expect, it } from '@jest/globals';
import type { BridgeMark, WorkerSnapshot } from '../../../../core/index.js';
import { Config } from '../../../../platform/config/config.js';
import type { CeleryCall } from '../../calls/celery-call.js';
import type { CeleryNode } from '../../events/celery-nodes.js';
import { confView, reportOf } from './conf-view.js';
import { requestOf } from './request.js';
import { statsView } from './stats-view.js';

const QUEUES = [
  { name: 'lab', concurrency: 2, isPaused: false },
  { name: 'mail', concurrency: 8, isPaused: false },
];
const WORKER = {
  ...{ id: 'w', name: 'a', host: 'h', pid: 42, version: '1.2.3', startedAt: Date.now() - 5_500 },
  ...{ queues: QUEUES, startsByName: { 'lab.add': 3 }, active: [], activeCount: 0 },
  resourceUsage: { ...process.resourceUsage(), userCPUTime: 2_500_000, maxRSS: 1_000 },
} as unknown as WorkerSnapshot; // what is not shown is left out
const NODE: CeleryNode = { name: 'celeriac@a', worker: WORKER };

function marked(call: Partial<CeleryCall>): BridgeMark {
  return { bridge: 'celery', id: 'theirs', data: call };
}

describe('requestOf', () => {
  const call = {
    ...{ id: 'celery-id', task: 'lab.add', queue: 'celery', priority: 3 },
    ...{ args: [1, 2], kwargs: {}, argsRepr: '(1, 2)', kwargsRepr: '{}' },
  };
  const task = { id: 'own-id', name: 'math.add', bridge: marked(call) };

  it('shows a task from Celery under its id and name there', () => {
    expect(requestOf(task, NODE, { since: 1_500, isSafe: false })).toEqual({
      ...{ id: 'celery-id', name: 'lab.add', type: 'lab.add', args: [1, 2], kwargs: {} },
      ...{ hostname: 'celeriac@a', time_start: 1.5, acknowledged: true, worker_pid: 42 },
      delivery_info: { exchange: '', routing_key: 'celery', priority: 3, redelivered: false },
    });
    expect(requestOf(task, NODE, { since: null, isSafe: true })).toMatchObject({
      ...{ args: '(1, 2)', kwargs: '{}', time_start: null, worker_pid: null },
    });
  });

  it('shows arguments that were not kept only as texts', () => {
    const secret = { ...task, bridge: marked({ ...call, args: null, kwargs: null, argsRepr: '[redacted]' }) };
    expect(requestOf(secret, NODE, { since: 1, isSafe: false })).toMatchObject({
      args: '[redacted]',
      kwargs: '{}',
    });
  });

  it('shows any other task under its own id and name, without arguments', () => {
    const other = { id: 'own-id', name: 'math.add', queue: 'math', bridge: null };
    expect(requestOf(other, NODE, { since: 1, isSafe: false })).toMatchObject({
      ...{ id: 'own-id', name: 'math.add', args: [], kwargs: {} },
      delivery_info: { routing_key: 'math' },
    });
    expect(requestOf(other, NODE, { since: 1, isSafe: true })).toMatchObject({ args: '()', kwargs: '{}' });
  });
});

describe('statsView', () => {
  it('shows a worker', () => {
    const broker = {
      ...{ hostname: 'redis', port: 6379, userId: 'user', virtualHost: '0', transport: 'redis' as const },
      isEncrypted: true,
    };
    expect(statsView(WORKER, { broker, clock: 7, prefetch: 64 })).toMatchObject({
      ...{ total: { 'lab.add': 3 }, pid: 42, clock: '7', uptime: 5, prefetch_count: 64 },
      pool: { 'max-concurrency': 8, processes: [42] },
      broker: { hostname: 'redis', userid: 'user', transport: 'redis', ssl: true },
      rusage: { utime: 2.5, maxrss: 1_000, ixrss: expect.any(Number), nivcsw: expect.any(Number) },
    });
  });
});

describe('confView', () => {
  it.each([
    ['amqp://guest:guest@127.0.0.1:5672/%2f', 'amqp://guest:********@127.0.0.1:5672/%2f', 'rpc://'],
    ['redis://:pass%40word@127.0.0.1:6379/3', 'redis://:********@127.0.0.1:6379/3', undefined],
    ['redis://127.0.0.1:6379/0', 'redis://127.0.0.1:6379/0', undefined],
  ])('hides the password of %s', (url, shown, backend) => {
    const conf = confView(new Config({ CELERY_BROKER_URL: url }));
    expect(conf).toMatchObject({
      broker_url: shown,
      result_backend: backend ?? shown,
      task_default_queue: 'celery',
    });
  });

  it('reports no password either', () => {
    const config = new Config({ CELERY_BROKER_URL: 'redis://user:hunter2@127.0.0.1:6379/0' });
    const report = reportOf(NODE, config, 'redis');
    expect(report).toContain('celeriac:1.2.3');
    expect(report).not.toContain('hunter2');
  });
});
