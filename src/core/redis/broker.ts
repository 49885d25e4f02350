import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { endsWithin } from '../../platform/timing/within.js';
import { addressOf, readUrl } from './broker-address.js';
import { CircuitBreaker } from './circuit-breaker.js';
import {
  type BrokerClient,
  connectConsumer,
  connectProbe,
  connectProducer,
  connectSubscriber,
  connectWorker,
} from './connections.js';
import { LiveRedis } from './live-redis.js';
import { brokerErrorOf, isFault, isSilence } from './unavailability.js';

/** Time that a starting process waits for the broker before it continues without it. */
const FIRST_CONNECT_MS = 1_000;

/** Connections to the broker: one for producing and reading, and one that workers duplicate. They are never shared. */
@Injectable()
export class Broker implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Broker.name);
  private readonly breaker = new CircuitBreaker((isOpen) => this.sayBreaker(isOpen));
  private workerConnection: BrokerClient | undefined;
  private faultListener: (fault: Error) => void = () => undefined;
  private readonly hear = (error: Error): void => {
    if (isFault(error)) this.faultListener(error);
  };
  /** For submitting and reading. Rejects at once while the broker is unavailable: wrap its use in `ask`. */
  readonly producer: BrokerClient;

  constructor(private readonly options: CoreOptions) {
    this.producer = this.watched(connectProducer(options, this.breaker, this.hear));
    this.producer.on('ready', () => this.breaker.reset());
  }

  /** Begins the name of every key. */
  get prefix(): string {
    return this.options.redisPrefix;
  }

  /** Starts connecting and waits briefly, so that the first request finds the broker connected. */
  async onModuleInit(): Promise<void> {
    if (this.producer.status === 'wait') this.producer.connect().catch(() => undefined); // `watch` logs it
    const ready = new Promise((resolve) => this.producer.once('ready', resolve));
    if (this.producer.status !== 'ready') await endsWithin(ready, FIRST_CONNECT_MS);
  }

  /** Closes all connections. */
  onApplicationShutdown(): void {
    this.breaker.reset();
    this.producer.disconnect();
    this.workerConnection?.disconnect();
  }

  /** For executing; BullMQ's workers duplicate it. Created on first use, so an API process never has it. */
  get worker(): BrokerClient {
    this.workerConnection ??= this.watched(connectWorker(this.options, this.hear));
    return this.workerConnection;
  }

  /**
   * A connection for subscriptions only. It reconnects by itself; the caller subscribes whenever it is ready, and
   * disconnects it.
   */
  createSubscriber(): LiveRedis {
    return this.watched(connectSubscriber(this.options, this.hear));
  }

  /** A connection for commands that block. It reconnects by itself; the caller disconnects it. */
  createConsumer(): BrokerClient {
    return this.watched(connectConsumer(this.options, this.hear));
  }

  /** A connection for a few commands. The caller disconnects it. */
  createProbe(): LiveRedis {
    const probe = connectProbe(this.options);
    probe.on('error', () => undefined); // the other connections log it
    return probe;
  }

  /**
   * Registers the listener to faults.
   *
   * @param tell called for each fault met by a command of any connection: see BrokerFaults
   */
  onFault(tell: (fault: Error) => void): void {
    this.faultListener = tell;
  }

  /** Awaits a command and converts connection errors to BrokerUnavailableError; other errors pass. */
  async ask<T>(command: Promise<T>): Promise<T> {
    try {
      return await command;
    } catch (error) {
      if (isSilence(error)) this.breaker.trip(this.producer);
      throw brokerErrorOf(error);
    }
  }

  /** The user of this process in the broker, e.g. `The user celeriac`. */
  get userName(): string {
    return `The user ${readUrl(this.options.redisUrl).username ?? 'default'}`;
  }

  /** The broker's refusal of the database, which makes every connection unusable, as a sentence; or undefined. */
  get databaseProblem(): string | undefined {
    const refusal = this.producer instanceof LiveRedis ? this.producer.databaseRefusal : undefined;
    return (
      refusal &&
      `REDIS_URL names the database ${readUrl(this.options.redisUrl).db}, but Redis refuses it: ${refusal}`
    );
  }

  /** The broker's address without its password, for people. */
  get address(): string {
    return addressOf(this.options);
  }

  private sayBreaker(isOpen: boolean): void {
    if (isOpen) this.logger.warn('Redis is not responding; failing commands fast until it recovers');
    else this.logger.log('Redis is responding again');
  }

  /**
   * Logs one line per reason when the broker becomes unavailable, and one when it is back, instead of one per attempt.
   */
  private watched<T extends BrokerClient>(redis: T): T {
    const said = new Set<string>();
    redis.on('error', (error: Error) => {
      if (!said.has(reason(error)))
        this.logger.warn(`Cannot reach the broker at ${this.address}: ${reason(error)}`);
      said.add(reason(error));
    });
    redis.on('ready', () => {
      if (said.size > 0) this.logger.log(`Reconnected to the broker at ${this.address}`);
      said.clear();
    });
    return redis;
  }
}

/** A refused connection to a name with several addresses is an AggregateError with an empty message. */
function reason(error: Error & { code?: string }): string {
  return error.message || error.code || error.name;
}

/** Converts Redis' TIME, seconds and microseconds, to ms since 1970. */
export function msOf([seconds = 0, microseconds = 0]: readonly (string | number)[]): number {
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}
