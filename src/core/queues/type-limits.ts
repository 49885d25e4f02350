import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { BrokerUnavailableError } from '../redis/broker.errors.js';
import { Keys } from '../redis/keys.js';
import { Subscriptions } from '../redis/subscriptions.js';
import { CHANGE_LIMITS, type LimitsChange, type OwnLimits, parseLimits } from './type-limits-record.js';

/** A missed change is found within this time. */
const LOOK_EVERY_MS = 5_000;
/** Interval until the first read has succeeded. */
const FIRST_LOOK_EVERY_MS = 200;

export type LimitsByType = ReadonlyMap<string, OwnLimits>;

/**
 * The limits of task types that operators have set at run time, for all processes, until they are changed again.
 *
 * A worker keeps them in memory, so that an attempt asks nobody. It reads them before it takes its first task, after
 * each change (which is published), and every few seconds. While the broker is away, the last known ones apply.
 */
@Injectable()
export class TypeLimits implements OnApplicationShutdown {
  private readonly logger = new Logger(TypeLimits.name);
  private known: LimitsByType = new Map();
  private hasRead = false;
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  private onFirst: () => void = () => undefined;

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly subscriptions: Subscriptions,
  ) {}

  /** True once the limits were read. */
  get isKnown(): boolean {
    return this.hasRead;
  }

  /** The last known limits of a type; undefined if operators have set none, as for most. */
  of(type: string): OwnLimits | undefined {
    return this.known.size === 0 ? undefined : this.known.get(type);
  }

  /** Keeps the limits up to date in memory. @param onFirst called when they are known */
  follow(onFirst: () => void): void {
    this.onFirst = onFirst;
    const look = () => void this.look();
    void this.subscriptions.on(this.keys.typeLimitChanges, look, look);
    void this.lookAgain();
  }

  /** Stops listening to changes. */
  onApplicationShutdown(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  /** The current limits of all types that have some. Without the broker, the last known ones. */
  async all(): Promise<LimitsByType> {
    try {
      return await this.read();
    } catch (error) {
      if (error instanceof BrokerUnavailableError) return this.known;
      throw error;
    }
  }

  /** @returns the limits of the type after the change */
  async change(
    type: string,
    { paused, ...others }: LimitsChange,
    { by, reason = '' }: { readonly by: string; readonly reason?: string | undefined },
  ): Promise<OwnLimits> {
    const change = JSON.stringify({ ...others, ...(paused !== undefined && { paused }) });
    const { typeLimits: limits, typeLimitChanges: channel } = this.keys;
    const values = { limits, type, change, by, reason, channel };
    const changing = CHANGE_LIMITS.run(this.broker.producer, values);
    return parseLimits(await this.broker.ask(changing));
  }

  private async lookAgain(): Promise<void> {
    await this.look();
    if (this.isOver) return;
    const waitMs = this.hasRead ? LOOK_EVERY_MS : FIRST_LOOK_EVERY_MS;
    this.timer = setTimeout(() => void this.lookAgain(), waitMs).unref();
  }

  private async look(): Promise<void> {
    try {
      await this.read();
      if (this.hasRead) return;
      this.hasRead = true;
      this.onFirst();
    } catch (error) {
      this.logger.debug(`Limits of task types could not be read: ${String(error)}`);
    }
  }

  private async read(): Promise<LimitsByType> {
    const stored = await this.broker.ask(this.broker.producer.hgetall(this.keys.typeLimits));
    this.known = new Map(Object.entries(stored).map(([type, entry]) => [type, parseLimits(entry)]));
    return this.known;
  }
}
