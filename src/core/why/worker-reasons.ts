import type { RunningJob } from '../bullmq/scripts/find-place.js';
import type { ConsumedQueue, WorkerSnapshot } from '../workers/worker-report.js';
import { type Reason, type ReasonCode, durationText, listed } from './reason.js';
import { type Situation, isRunnable } from './situation.js';

/** Capacity of the workers of the task's queue. */
export interface Service {
  /** Number of tasks that they can run at once; 0 if no worker takes tasks of the queue. */
  readonly slots: number;
  /** Number of tasks that occupy these slots. */
  readonly used: number;
}

/** The service of the task's queue by the workers that take tasks now. */
export function serviceOf({
  workers,
  queue,
  place,
}: Pick<Situation, 'workers' | 'queue' | 'place'>): Service {
  let [slots, elsewhere] = [0, 0];
  for (const worker of consumersIn(workers, queue)) {
    const { concurrency, running } = consumedBy(worker, queue);
    if (causeOf(worker, queue) === undefined) slots += concurrency;
    else elsewhere += running?.count ?? 0;
  }
  return { slots, used: Math.max(0, place.activeCount - elsewhere) };
}

/** Reasons for which no worker takes the task: there is none, none takes tasks, or all slots are in use. */
export function workerReasons(situation: Situation): Reason[] {
  const { workers, queue } = situation;
  const consumers = consumersIn(workers, queue);
  if (consumers.length === 0) return [noWorker(situation)];
  if (consumers.some((worker) => causeOf(worker, queue) === undefined))
    return isRunnable(situation) ? slotReasons(situation) : [];
  return CAUSES.flatMap(({ code, is, message, endsWhen }) => {
    const names = consumers.filter((worker) => causeOf(worker, queue)?.code === code).map(({ name }) => name);
    if (names.length === 0) return [];
    const isAll = names.length === consumers.length;
    const subject = `${isAll ? 'All' : 'Some'} workers of the queue ${is}`;
    return [
      {
        code,
        isBlocking: true,
        facts: { queue, workers: names },
        message: `${subject} ${message}: ${listed(names)}.`,
        endsWhen,
      },
    ];
  });
}

interface Cause {
  readonly code: ReasonCode;
  readonly applies: (worker: WorkerSnapshot, queue: string) => boolean;
  readonly is: string;
  readonly message: string;
  readonly endsWhen: string;
}

/** Why a live worker that consumes a queue takes no tasks of it. The first that applies counts. */
const CAUSES: readonly Cause[] = [
  {
    code: 'workers-draining',
    applies: ({ state }) => state === 'draining',
    is: 'are',
    message: 'draining and take no more tasks',
    endsWhen: 'A new worker starts, or a drained one is resumed.',
  },
  {
    code: 'workers-clock-wrong',
    applies: ({ isClockWrong }) => isClockWrong === true,
    is: 'take',
    message: 'no tasks because their clocks are wrong',
    endsWhen: 'The clocks of these machines are corrected.',
  },
  {
    code: 'workers-paused',
    applies: (worker, queue) => consumedBy(worker, queue).isPaused,
    is: 'are',
    message: 'paused on it',
    endsWhen: 'A worker is resumed: POST /workers/{worker_id}/commands.',
  },
];

function causeOf(worker: WorkerSnapshot, queue: string): Cause | undefined {
  return CAUSES.find(({ applies }) => applies(worker, queue));
}

function consumersIn(workers: readonly WorkerSnapshot[], queue: string): WorkerSnapshot[] {
  return workers.filter(({ state, queues }) => state !== 'lost' && queues.some(({ name }) => name === queue));
}

function consumedBy(worker: WorkerSnapshot, queue: string): ConsumedQueue {
  const none = { name: queue, concurrency: 0, isPaused: true };
  return worker.queues.find(({ name }) => name === queue) ?? none;
}

function noWorker({ now, workers, queue }: Situation): Reason {
  const [lost] = workers.filter(({ queues }) => queues.some(({ name }) => name === queue));
  const last =
    lost === undefined
      ? ''
      : ` The last one, ${lost.name}, was lost ${durationText(now - lost.lastHeartbeatAt)} ago.`;
  return {
    code: 'no-worker',
    isBlocking: true,
    facts: {
      queue,
      lost_worker: lost?.name ?? null,
      lost_at: lost === undefined ? null : new Date(lost.lastHeartbeatAt),
    },
    message: `No worker serves the queue ${queue}.${last}`,
    endsWhen: `A worker that serves ${queue} starts.`,
  };
}

function slotReasons(situation: Situation): Reason[] {
  const { slots, used } = serviceOf(situation);
  if (used < slots) return [];
  const running = runningFacts(situation);
  const all =
    slots === 1 ? "The only slot of the queue's workers is" : `All ${slots} slots of the queue's workers are`;
  return [
    {
      code: 'slots-full',
      isBlocking: true,
      facts: { queue: situation.queue, slots, running },
      message: `${all} in use.${longest(situation)}`,
      endsWhen: 'A running task of the queue ends, or more workers start.',
    },
  ];
}

/** The running tasks of the queue, longest first. */
export function runningFacts({ now, place }: Pick<Situation, 'now' | 'place'>) {
  return factsOfRunning(now, place.running);
}

export function factsOfRunning(now: number, running: readonly RunningJob[]) {
  return running.map(({ id, name, since, worker }) => ({
    task_id: id,
    name,
    worker,
    started_at: new Date(since),
    running_ms: Math.max(0, now - since),
  }));
}

/** A sentence about the task that has run longest. */
export function longest({ now, place }: Pick<Situation, 'now' | 'place'>): string {
  const [first] = place.running;
  if (first === undefined) return '';
  return ` The longest-running task, ${first.name} ${first.id}, has run for ${durationText(now - first.since)}.`;
}
