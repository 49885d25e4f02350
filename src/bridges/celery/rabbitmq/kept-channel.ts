import { Logger } from '@nestjs/common';
import type { Channel, ChannelModel } from 'amqplib';
import { endsWithin } from '../../../platform/timing/within.js';
import { type AmqpConnection, reasonOf } from './amqp-connection.js';
import { RetryPause } from './retry-pause.js';

const CLOSE_LIMIT_MS = 2_000;
const LONGEST_PAUSE_MS = 10_000;

/** A channel on which everything it needs is declared. */
export interface ChannelPlan<C extends Channel> {
  /** For the log: `takes from celery`. */
  readonly name: string;
  readonly create: (model: ChannelModel) => Promise<C>;
  /** Declares and consumes. Runs again on each new channel. */
  readonly setUp: (channel: C, model: ChannelModel) => Promise<void>;
}

/** A channel that is opened again whenever RabbitMQ closes it: after each error, and with its connection. */
export class KeptChannel<C extends Channel> {
  private readonly logger = new Logger('Celery');
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;
  private reason: string | undefined;
  private waiting: (() => void)[] = [];
  /** The channel while it is open and set up. */
  current: C | undefined;

  constructor(
    private readonly connection: AmqpConnection,
    private readonly plan: ChannelPlan<C>,
  ) {}

  /** Why it is not open, if RabbitMQ refuses it; undefined otherwise. */
  get problem(): string | undefined {
    return this.current === undefined && this.reason !== undefined
      ? `RabbitMQ refuses the channel that ${this.plan.name}: ${this.reason}`
      : undefined;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when it is open. Never after `close`. */
  async ready(): Promise<void> {
    if (this.current === undefined) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.ending.abort();
    if (this.current !== undefined) await endsWithin(this.current.close().catch(ignore), CLOSE_LIMIT_MS);
    this.current = undefined;
  }

  private get isEnding(): boolean {
    return this.ending.signal.aborted;
  }

  private async run(): Promise<void> {
    const pause = new RetryPause(200, LONGEST_PAUSE_MS);
    while (!this.ending.signal.aborted) {
      const model = await this.connection.ready();
      if (this.isEnding) return;
      const since = performance.now();
      await this.live(model);
      await pause.next(performance.now() - since, this.ending.signal);
    }
  }

  /** Opens it, and lives with it until it is closed. */
  private async live(model: ChannelModel): Promise<void> {
    let refusal: unknown;
    try {
      const channel = await this.plan.create(model);
      channel.on('error', (error) => (refusal = error));
      const closed = new Promise<void>((resolve) => channel.once('close', resolve));
      try {
        await this.plan.setUp(channel, model);
        this.stands(channel);
        await closed;
      } finally {
        this.current = undefined;
        // After an error of ours it is still open.
        await channel.close().catch(ignore);
      }
    } catch (error) {
      refusal ??= error;
    }
    // A channel that ended with its connection is the connection's to explain.
    if (refusal !== undefined && this.connection.problem === undefined) this.refused(reasonOf(refusal));
  }

  private stands(channel: C): void {
    this.reason = undefined;
    if (this.isEnding) void channel.close().catch(ignore);
    else this.current = channel;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private refused(reason: string): void {
    const isNew = this.reason !== reason;
    this.reason = reason;
    if (isNew && !this.isEnding) this.logger.warn(`${this.problem ?? reason}. Trying again`);
  }
}

function ignore(): void {
  // It is closed already.
}
