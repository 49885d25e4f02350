import { Injectable } from '@nestjs/common';
import { Broker, msOf } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { scoredOf } from '../redis/scored.js';
import { LuaScript } from '../redis/lua-script.js';
import { nothing } from '../redis/script-reply.js';
import type { WorkerReport, WorkerSnapshot } from './worker-report.js';

/** The lease of a worker of an older version, which does not report it. */
const DEFAULT_LEASE_MS = 15_000;
/** Time for which a lost worker stays listed. */
const KEPT_MS = 86_400_000;

/**
 * A heartbeat at the broker's time: a worker with a wrong clock is neither lost nor kept for ever.
 *
 * `reportKey`: the key of the report, kept for `keptMs`.
 */
const ANNOUNCE = new LuaScript({
  name: 'announce-worker',
  keys: ['reportKey', 'workers'],
  args: ['id', 'report'],
  numbers: ['keptMs'],
  text: `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', reportKey, report, 'PX', keptMs)
redis.call('ZADD', workers, now, id)
redis.call('ZREMRANGEBYSCORE', workers, '-inf', now - keptMs)
`,
  reply: nothing,
});

/**
 * The list of workers: each renews a lease in the broker. (`CLIENT LIST` is not used: hosted Redis hides it, and it
 * lists connections, not workers.) A worker that shuts down properly leaves at once; one that died is listed as lost
 * for a day.
 */
@Injectable()
export class WorkerDirectory {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /**
   * Renews a worker's lease and stores its report.
   *
   * @param leaseMs time without another heartbeat after which the worker counts as lost
   */
  async announce(report: WorkerReport, leaseMs: number): Promise<void> {
    const { id } = report;
    const announcing = ANNOUNCE.run(this.broker.producer, {
      reportKey: this.keys.worker(id),
      workers: this.keys.workers,
      report: JSON.stringify({ ...report, leaseMs } satisfies Announcement),
      keptMs: KEPT_MS,
      id,
    });
    await this.broker.ask(announcing);
  }

  /** Ends the lease of a worker that stops. */
  async withdraw(id: string): Promise<void> {
    await this.broker.ask(
      this.broker.producer.multi().del(this.keys.worker(id)).zrem(this.keys.workers, id).exec(),
    );
  }

  /** Every worker of the last day, newest heartbeat first. */
  async all(): Promise<WorkerSnapshot[]> {
    const { producer } = this.broker;
    const beating = producer.zrange(this.keys.workers, '+inf', '-inf', 'BYSCORE', 'REV', 'WITHSCORES');
    const [reply, time] = await this.broker.ask(Promise.all([beating, producer.time()]));
    const beats = scoredOf(reply);
    if (beats.length === 0) return [];
    const reports = await this.broker.ask(producer.mget(beats.map(({ member: id }) => this.keys.worker(id))));
    return beats.flatMap(({ score }, i) => snapshotOf(reports[i], score, msOf(time)));
  }

  /** The worker with this id, or undefined. */
  async find(id: string): Promise<WorkerSnapshot | undefined> {
    const { producer } = this.broker;
    const [beat, report, time] = await this.broker.ask(
      Promise.all([
        producer.zscore(this.keys.workers, id),
        producer.get(this.keys.worker(id)),
        producer.time(),
      ]),
    );
    return beat === null ? undefined : snapshotOf(report, Number(beat), msOf(time))[0];
  }

  /** Versions of the workers of the last day, by name. The newest heartbeat of a name decides. */
  async versions(): Promise<ReadonlyMap<string, string>> {
    const workers = await this.all();
    return new Map(workers.reverse().map(({ name, version }) => [name, version]));
  }

  /** Workers with a live lease. */
  async live(): Promise<WorkerSnapshot[]> {
    return (await this.all()).filter(({ state }) => state !== 'lost');
  }
}

/** A report as it is stored. */
type Announcement = WorkerReport & { readonly leaseMs?: number };

/** Empty without a report: the worker ended between two reads. */
function snapshotOf(
  report: string | null | undefined,
  lastHeartbeatAt: number,
  now: number,
): WorkerSnapshot[] {
  if (!report) return [];
  // Only `announce` writes it, under a key of our own.
  const { leaseMs = DEFAULT_LEASE_MS, ...reported } = JSON.parse(report) as Announcement;
  const state = now - lastHeartbeatAt > leaseMs ? 'lost' : reported.state;
  return [{ ...reported, state, lastHeartbeatAt }];
}
