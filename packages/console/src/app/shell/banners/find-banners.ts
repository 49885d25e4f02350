import type { Health } from '../../../api/fleet/health.js';
import type { Reachability } from '../../../api/reachability.js';
import type { Queue, Worker } from '../../../api/types.js';
import { counted } from '../../../format/number.js';
import { isReplaced } from '../navigation-counts.js';

/** A queue and a worker have an id. */
export type BannerPage =
  { readonly screen: 'workers' | 'settings' } | { readonly screen: 'queue' | 'worker'; readonly id: string };

/** Something is wrong that every screen shows: the fact, and what to do. */
export interface Banner {
  /** The same for the same occurrence: it is dismissed by this. */
  readonly id: string;
  readonly tone: 'failure' | 'warning';
  readonly title: string;
  /** Begin, RFC 3339. */
  readonly since?: string | undefined;
  /** The word before that time: `Paused 3 min ago`. */
  readonly began?: string;
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
  readonly text: string;
  /** The page where it can be mended. */
  readonly page?: BannerPage;
}

export interface BannerFacts {
  readonly reachability: Reachability;
  readonly health: Health | undefined;
  readonly queues: readonly Queue[] | undefined;
  readonly workers: readonly Worker[] | undefined;
}

/** Everything that is wrong, the worst first. */
export function findBanners(facts: BannerFacts): readonly Banner[] {
  if (facts.reachability === 'unreachable') return [UNREACHABLE];
  const { health, queues = [], workers = [] } = facts;
  const redis = health?.details['redis'];
  if (redis?.status === 'down' || facts.reachability === 'broker-away') return [brokerAway(redis?.message)];
  const banners = [
    ...(health ? ofHealth(health) : []),
    ...ofConsumers(queues, workers, facts.queues !== undefined && facts.workers !== undefined),
    ...queues.flatMap((queue) => ofQueue(queue, health)),
    ...workers.flatMap((worker) => ofWorker(worker, workers)),
  ];
  return banners.toSorted((a, b) => Number(b.tone === 'failure') - Number(a.tone === 'failure'));
}

const UNREACHABLE: Banner = {
  id: 'unreachable',
  tone: 'failure',
  title: 'The API does not answer.',
  text: 'The page shows older data and keeps trying. Check that the API process runs and that the network is up.',
};

function brokerAway(message: string | undefined): Banner {
  return {
    id: 'broker-away',
    tone: 'failure',
    title: 'The broker is away.',
    text: `Tasks can neither be submitted nor read, and the page shows older data. Check Redis. ${message ? sentence(message) : ''}`.trim(),
  };
}

/** Checks of the service with their titles. Those of queues have more facts elsewhere. */
function ofHealth({ details }: Health): Banner[] {
  const titles = {
    redis: 'The broker needs attention.',
    clock: 'A clock is wrong.',
    memory: 'The API uses too much memory.',
    history: 'The history is behind.',
  } as const;
  return Object.entries(titles).flatMap(([name, title]) => {
    const check = details[name];
    if (check === undefined || check.status === 'up') return [];
    const tone = check.status === 'down' ? 'failure' : 'warning';
    return [
      {
        id: `${name} ${check.status}`,
        tone,
        title,
        text: sentence(check.message ?? check.status),
        page: { screen: 'settings' },
      },
    ];
  });
}

/** Queues that nobody serves: together if there is no worker at all. */
function ofConsumers(queues: readonly Queue[], workers: readonly Worker[], isKnown: boolean): Banner[] {
  if (!isKnown) return [];
  const waiting = queues.reduce((total, { counts }) => total + counts.waiting, 0);
  if (workers.every(({ state }) => state === 'lost'))
    return [
      {
        id: 'no-worker',
        tone: 'failure',
        title: 'No worker runs.',
        text: `${waitingText(waiting)} until you start a worker process.`,
        page: { screen: 'workers' },
      },
    ];
  return queues
    .filter(({ consumers }) => consumers === 0)
    .map(({ name, counts }) => ({
      id: `no-consumer ${name}`,
      tone: 'failure',
      title: `No worker serves the queue ${name}.`,
      text: `${waitingText(counts.waiting)} until a worker serves it: start one, or let one that runs take the queue.`,
      page: { screen: 'workers' },
    }));
}

function ofQueue(queue: Queue, health?: Health): Banner[] {
  const holds = [...ofPause(queue), ...ofClosing(queue)];
  return holds.length > 0 || queue.consumers === 0 ? holds : ofTrouble(queue, health);
}

function ofPause({ name, paused, pause, counts }: Queue): Banner[] {
  if (!paused) return [];
  const title = `The queue ${name} is paused.`;
  const text = `${waitingText(counts.waiting)} until you resume it.`;
  const id = `paused ${name} ${pause?.since ?? ''}`;
  return [
    {
      id,
      tone: 'warning',
      title,
      began: 'Paused',
      ...holdOf(pause),
      text,
      page: { screen: 'queue', id: name },
    },
  ];
}

function ofClosing({ name, closed, remaining }: Queue): Banner[] {
  if (!closed) return [];
  const left = remaining === 0 ? 'It is empty.' : `${counted(remaining, 'task')} left.`;
  const text = `New tasks are refused until you open it. ${left}`;
  const title = `The queue ${name} is closed.`;
  return [
    {
      id: `closed ${name} ${closed.since}`,
      tone: 'warning',
      title,
      began: 'Closed',
      ...holdOf(closed),
      text,
      page: { screen: 'queue', id: name },
    },
  ];
}

/** Problems that only the health check of the queue reports: all slots full with no task ending, or a paused task type. */
function ofTrouble({ name }: Queue, health: Health | undefined): Banner[] {
  const { status, message } = health?.details[`queue:${name}`] ?? {};
  if (status === 'up' || message === undefined || isOver(message)) return [];
  const id = `queue ${name} ${message.replaceAll(/\d+/g, '')}`;
  const title = `The queue ${name} is held up.`;
  return [{ id, tone: 'warning', title, text: sentence(message), page: { screen: 'queue', id: name } }];
}

/** Health is read less often than queues: what they know better is left to them. */
function isOver(message: string): boolean {
  return /^(?:paused|closed|no live worker)/.test(message);
}

function ofWorker(worker: Worker, all: readonly Worker[]): Banner[] {
  const { worker_id: id, name, state, last_heartbeat_at: since, active_count: active } = worker;
  const page = { screen: 'worker', id } as const;
  if (state === 'lost') {
    if (isReplaced(worker, all)) return [];
    const running = active === 0 ? '' : ` Its ${counted(active, 'task')} will start again elsewhere.`;
    const text = `It sends no heartbeats.${running} Start it again, or check its machine.`;
    return [
      {
        id: `lost ${id}`,
        tone: 'warning',
        title: `The worker ${name} is lost.`,
        began: 'Last seen',
        since,
        text,
        page,
      },
    ];
  }
  if (!worker.clock_wrong) return [];
  return [
    {
      id: `clock ${id}`,
      tone: 'failure',
      title: `The clock of the worker ${name} is wrong.`,
      text: 'It takes no tasks until its clock agrees with that of Redis. Check the time service of its machine.',
      page,
    },
  ];
}

function holdOf(hold: Queue['pause']) {
  return { since: hold?.since, by: hold?.by, reason: hold?.reason ?? undefined };
}

function waitingText(waiting: number): string {
  if (waiting === 0) return 'New tasks wait';
  return waiting === 1 ? '1 task waits' : `${counted(waiting, 'task')} wait`;
}

/** A message of a check, such as `behind: tasks are recorded late`, as a sentence. */
function sentence(message: string): string {
  const [first = '', ...rest] = message;
  return `${first.toUpperCase()}${rest.join('')}${message.endsWith('.') ? '' : '.'}`;
}
