import type { Duplex } from 'node:stream';
import { Logger } from '@nestjs/common';
import { type ChannelModel, connect } from 'amqplib';
import { errorCode } from '../../../platform/errors/error-code.js';
import { shortText } from '../../../platform/redaction/short-text.js';
import { endsWithin } from '../../../platform/timing/within.js';
import { CeleryUnavailableError } from '../broker/celery-broker.js';
import type { AmqpAddress } from './amqp-address.js';
import { mendFrames } from './frame-mending.js';
import { RetryPause } from './retry-pause.js';

/** Silence during the handshake after which the attempt has failed. */
const CONNECT_LIMIT_MS = 5_000;
const CLOSE_LIMIT_MS = 2_000;
const LONGEST_PAUSE_MS = 10_000;
/** In characters. */
const MAX_REASON = 300;

/** One connection to RabbitMQ, which is made again for ever. */
export class AmqpConnection {
  private readonly logger = new Logger('Celery');
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;
  private model: ChannelModel | undefined;
  private blockedBecause: string | undefined;
  private lostBecause = 'no connection yet';
  private waiting: ((model: ChannelModel) => void)[] = [];
  private connections = 0;

  /** @param use for the log and for RabbitMQ's list of connections, such as `consumes` */
  constructor(
    private readonly address: AmqpAddress,
    private readonly use: string,
  ) {}

  get reconnects(): number {
    return Math.max(0, this.connections - 1);
  }

  /** Undefined while the connection stands. */
  get problem(): string | undefined {
    if (this.model === undefined)
      return `RabbitMQ at ${this.address.shown} is unreachable: ${this.lostBecause}`;
    return (
      this.blockedBecause && `RabbitMQ at ${this.address.shown} accepts no messages: ${this.blockedBecause}`
    );
  }

  start(): void {
    this.running ??= this.run();
  }

  /** The connection, once it stands. Never resolves after `close`. */
  async ready(): Promise<ChannelModel> {
    return this.model ?? new Promise((resolve) => this.waiting.push(resolve));
  }

  /** @throws CeleryUnavailableError */
  unavailable(why: string | undefined = this.problem): CeleryUnavailableError {
    return new CeleryUnavailableError(why ?? `RabbitMQ at ${this.address.shown} has not opened the channel`);
  }

  async close(): Promise<void> {
    this.ending.abort();
    const { model } = this;
    if (model !== undefined && !(await endsWithin(model.close().catch(ignore), CLOSE_LIMIT_MS)))
      destroy(model);
    await this.running;
  }

  private get isEnding(): boolean {
    return this.ending.signal.aborted;
  }

  private async run(): Promise<void> {
    const pause = new RetryPause(200, LONGEST_PAUSE_MS);
    while (!this.ending.signal.aborted) {
      const since = performance.now();
      try {
        await this.live();
      } catch (error) {
        this.lost(reasonOf(error));
      }
      await pause.next(performance.now() - since, this.ending.signal);
    }
  }

  /** Connects, and lives with the connection until it is lost. */
  private async live(): Promise<void> {
    const model = await connect(this.address.options, {
      timeout: CONNECT_LIMIT_MS,
      noDelay: true,
      keepAlive: true,
      clientProperties: { connection_name: `celeriac bridge, ${this.use}`, product: 'celeriac' },
    });
    const closed = this.untilClosed(model);
    if (this.isEnding) await model.close().catch(ignore);
    else this.stands(model);
    await closed;
  }

  private async untilClosed(model: ChannelModel): Promise<void> {
    mendFrames(model);
    let reason: unknown;
    model.on('error', (error: Error) => (reason = error));
    model.on('blocked', (why) => (this.blockedBecause = shortText(why, MAX_REASON)));
    model.on('unblocked', () => (this.blockedBecause = undefined));
    return new Promise((resolve) => {
      model.once('close', (error?: Error) => {
        this.lost(reasonOf(reason ?? error ?? 'closed'));
        resolve();
      });
    });
  }

  private stands(model: ChannelModel): void {
    this.model = model;
    this.blockedBecause = undefined;
    this.lostBecause = '';
    this.connections++;
    for (const resolve of this.waiting.splice(0)) resolve(model);
    this.logger.log(
      `${this.connections === 1 ? 'Connected' : 'Connected again'} to RabbitMQ at ${this.address.shown} (${this.use})`,
    );
  }

  /** Logs a reason once while it lasts. */
  private lost(reason: string): void {
    const isNew = this.lostBecause !== reason;
    this.model = undefined;
    this.lostBecause = reason;
    if (isNew && !this.isEnding) this.logger.warn(`${this.problem ?? reason}. Trying again`);
  }
}

/** One line without secrets. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message || (errorCode(error) ?? error.name) : String(error);
  return shortText(text.replaceAll(/\s+/g, ' '), MAX_REASON);
}

/** A broker that does not answer would keep the process alive. */
function destroy(model: ChannelModel): void {
  const { stream } = model.connection as unknown as { stream?: Partial<Duplex> };
  // amqplib notices its end by an error only.
  stream?.destroy?.(new Error('it did not answer'));
}

function ignore(): void {
  // It is closed already.
}
