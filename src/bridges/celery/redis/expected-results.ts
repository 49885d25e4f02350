import type { LiveRedis } from '../../../core/index.js';
import { within } from '../../../platform/timing/within.js';
import { CeleryUnavailableError } from '../broker/celery-broker.js';
import type { ExpectedResult } from '../broker/celery-results.js';
import { isFinalState, readResultMeta } from '../protocol/result-json.js';
import type { ResultMeta } from '../protocol/result-meta.js';
import type { CeleryRedis } from './celery-redis.js';
import type { ResultKeys } from './result-keys.js';
import { Subscriptions } from './subscriptions.js';

/** Interval of reading what is expected, in case that a message was lost. */
const READ_EVERY_MS = 5_000;
/** Longest wait for a subscription. */
const SUBSCRIBE_WITHIN_MS = 3_000;
/** Maximum number of results read by one command. */
const BATCH = 100;

/** Waits for results that others store, over one subscribing connection a process. */
export class ExpectedResults {
  private readonly waits = new Set<Wait>();
  private readonly subscriptions: Subscriptions;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connections: CeleryRedis,
    private readonly redis: () => LiveRedis,
    private readonly keys: ResultKeys,
  ) {
    this.subscriptions = new Subscriptions(connections, () => void this.read([...this.waits]));
  }

  async expect(id: string): Promise<ExpectedResult> {
    const wait = new Wait(id, this.keys.task(id));
    const subscribed = this.subscriptions.on(wait.channel, wait.hear).then(() => true);
    if (!(await within(subscribed, SUBSCRIBE_WITHIN_MS, () => false))) {
      this.subscriptions.off(wait.channel, wait.hear);
      throw new CeleryUnavailableError(this.connections.problem ?? 'Results cannot be subscribed to');
    }
    this.add(wait);
    await this.read([wait]);
    return { final: wait.final, onState: wait.onState, release: () => this.release(wait) };
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private add(wait: Wait): void {
    this.waits.add(wait);
    this.timer ??= setInterval(() => void this.read([...this.waits]), READ_EVERY_MS).unref();
  }

  private release(wait: Wait): void {
    if (!this.waits.delete(wait)) return;
    this.subscriptions.off(wait.channel, wait.hear);
    if (this.waits.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** A failure is made up for by the next time. */
  private async read(waits: readonly Wait[]): Promise<void> {
    for (let from = 0; from < waits.length; from += BATCH) {
      const some = waits.slice(from, from + BATCH);
      const texts = await this.redis()
        .mget(...some.map(({ channel }) => channel))
        .catch(() => []);
      texts.forEach((text, i) => text !== null && some[i]?.hear(text));
    }
  }
}

/** The wait for one result. */
class Wait {
  private resolve: (meta: ResultMeta) => void = () => undefined;
  private readonly end = new Promise<ResultMeta>((resolve) => (this.resolve = resolve));
  private readonly hearers: ((meta: ResultMeta) => void)[] = [];
  private last = '';

  constructor(
    private readonly id: string,
    readonly channel: string,
  ) {}

  readonly hear = (text: string): void => {
    if (text === this.last) return;
    this.last = text;
    const meta = readResultMeta(text, this.id);
    if (isFinalState(meta.state)) return this.resolve(meta);
    for (const hear of this.hearers) hear(meta);
  };

  readonly onState = (hear: (meta: ResultMeta) => void): void => {
    this.hearers.push(hear);
  };

  readonly final = (signal: AbortSignal): Promise<ResultMeta> =>
    new Promise((resolve, reject) => {
      const abort = () => reject(signal.reason as Error);
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      void this.end.then((meta) => {
        signal.removeEventListener('abort', abort);
        resolve(meta);
      });
    });
}
