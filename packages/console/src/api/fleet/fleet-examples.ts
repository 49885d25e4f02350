import type { Queue, Worker } from '../types.js';

/** Examples for specs and for the story page. */

const NO_WINDOW: Queue['last_hour'] = {
  succeeded: 0,
  failed: 0,
  retried: 0,
  per_second: 0,
  run_ms: { mean: null, p50: null, p95: null },
  wait_ms: { p50: null, p95: null },
};

/** A queue that is served and empty. */
export function aQueue(changes: Partial<Queue> = {}): Queue {
  return {
    name: 'tasks',
    paused: false,
    pause: null,
    accepting: true,
    closed: null,
    remaining: 0,
    counts: {
      waiting: 0,
      delayed: 0,
      waiting_for_steps: 0,
      started: 0,
      succeeded: 0,
      failed: 0,
      revoked: 0,
    },
    consumers: 1,
    slots: 8,
    oldest_waiting_ms: null,
    longest_running_ms: null,
    idle_since: null,
    backlog_seconds: 0,
    limits: { concurrency: null, rate: null },
    last_minute: NO_WINDOW,
    last_hour: NO_WINDOW,
    ...changes,
  };
}

/** A worker that is online and runs nothing. */
export function aWorker(changes: Partial<Worker> = {}): Worker {
  return {
    worker_id: '01a22b46-9fd9-4211-a269-d5253ffb12e8',
    name: 'worker-1',
    host: 'host-1',
    pid: 42,
    version: '1.0.0',
    state: 'online',
    clock_wrong: false,
    started_at: '2026-11-30T06:00:00.000Z',
    last_heartbeat_at: '2026-11-30T07:00:00.000Z',
    queues: [{ name: 'tasks', concurrency: 8, paused: false, active_count: 0 }],
    threads: 2,
    active_count: 0,
    active: [],
    counts: { processed: 0, succeeded: 0, failed: 0, retried: 0, revoked: 0 },
    load_average: [0.1, 0.2, 0.3],
    rss_bytes: 120_000_000,
    heap_bytes: 60_000_000,
    event_loop_delay_ms: { p50: 0.3, p99: 4.5 },
    log_level: 'info',
    ...changes,
  };
}
