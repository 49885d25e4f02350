import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import type { LogLevel } from '../../platform/logging/log-levels.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { BrokerUnavailableError } from '../redis/broker.errors.js';
import { WorkerNotFoundError } from '../task/queue.errors.js';
import { Subscriptions } from '../redis/subscriptions.js';
import { WorkerDirectory } from './worker-directory.js';
import type { WorkerReport, WorkerSnapshot } from './worker-report.js';

/** All commands to a worker. Without `queue`, a command applies to all queues that it consumes. */
export type WorkerCommand =
  | { readonly command: 'ping' | 'stats' | 'drain' | 'shutdown' }
  | { readonly command: 'settings' }
  | { readonly command: 'pause' | 'resume'; readonly queue?: QueueName | undefined }
  | {
      readonly command: 'set-concurrency';
      readonly queue?: QueueName | undefined;
      readonly concurrency: number;
    }
  | { readonly command: 'add-queue'; readonly queue: QueueName; readonly concurrency?: number | undefined }
  | { readonly command: 'remove-queue'; readonly queue: QueueName }
  | { readonly command: 'set-log-level'; readonly level: LogLevel; readonly module?: string | undefined };

/** A worker's reply: its report after the command, or the reason why it was not carried out. */
export type CommandReply =
  | { readonly workerId: string; readonly report: WorkerReport; readonly settings?: readonly object[] }
  | { readonly workerId: string; readonly error: string };

/** A command that was carried out. */
export interface CarriedOut {
  readonly report: WorkerReport;
  /** Only for `settings`: those of the process, without secrets. */
  readonly settings?: readonly object[] | undefined;
  /** Action after the reply is sent: to end the process. */
  readonly afterwards?: () => void;
}

/** A command on its way to the workers. */
interface Envelope {
  readonly requestId: string;
  /** Ids of the addressed workers. */
  readonly to: readonly string[];
  readonly command: WorkerCommand;
}

/** The replies to a command. */
export interface CommandOutcome {
  readonly replies: readonly CommandReply[];
  /** Workers that did not reply in time; they may still carry it out. */
  readonly missing: readonly WorkerSnapshot[];
}

/** Addresses every worker that is not lost. */
export const ALL_WORKERS = '_all';

/**
 * Sends commands to workers over a shared channel and collects their replies. Nothing is stored: a worker that does not
 * receive a command (it is lost, or disconnected) never carries it out later.
 */
@Injectable()
export class WorkerCommands {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly directory: WorkerDirectory,
    private readonly subscriptions: Subscriptions,
  ) {}

  /**
   * @param target id of a worker, or ALL_WORKERS
   * @param timeoutMs time limit for replies; returns earlier when all have arrived
   * @throws WorkerNotFoundError, BrokerUnavailableError
   */
  async send(target: string, command: WorkerCommand, timeoutMs: number): Promise<CommandOutcome> {
    const workers = await this.workersOf(target);
    const live = workers.filter(({ state }) => state !== 'lost');
    const replies = live.length === 0 ? [] : await this.ask(live, command, timeoutMs);
    const answered = new Set(replies.map(({ workerId }) => workerId));
    return { replies, missing: workers.filter(({ id }) => !answered.has(id)) };
  }

  /** For a worker: carries out its commands and replies. Resolves once it receives all further commands. */
  hear(workerId: string, carryOut: (command: WorkerCommand) => Promise<CarriedOut>): Promise<void> {
    return this.subscriptions.on(this.keys.commands, (message) => {
      const envelope = read(message, isEnvelope);
      if (!envelope?.to.includes(workerId)) return;
      void this.answer(envelope.requestId, workerId, () => carryOut(envelope.command));
    });
  }

  private async answer(
    requestId: string,
    workerId: string,
    carryOut: () => Promise<CarriedOut>,
  ): Promise<void> {
    try {
      const { report, settings, afterwards } = await carryOut();
      await this.reply(requestId, { workerId, report, ...(settings && { settings }) });
      afterwards?.();
    } catch (error) {
      await this.reply(requestId, {
        workerId,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }

  /** Without the broker there is no reply: the sender lists the worker as missing. */
  private async reply(requestId: string, reply: CommandReply): Promise<void> {
    const sent = this.broker.producer.publish(this.keys.replies(requestId), JSON.stringify(reply));
    await sent.catch(() => undefined);
  }

  private async workersOf(target: string): Promise<WorkerSnapshot[]> {
    if (target === ALL_WORKERS) return this.directory.live();
    const worker = await this.directory.find(target);
    if (worker === undefined) throw new WorkerNotFoundError(target);
    return [worker];
  }

  /** Uses a separate connection per command: commands are rare, and no subscription is left behind. */
  private async ask(
    workers: readonly WorkerSnapshot[],
    command: WorkerCommand,
    timeoutMs: number,
  ): Promise<CommandReply[]> {
    const envelope: Envelope = { requestId: randomUUID(), to: workers.map(({ id }) => id), command };
    const replies = new Map<string, CommandReply>();
    const subscriber = this.broker.createSubscriber();
    const over = new AbortController();
    const timer = setTimeout(() => over.abort(), timeoutMs);
    try {
      subscriber.on('message', (_channel: string, message: string) => {
        const reply = read(message, isReply);
        if (reply) replies.set(reply.workerId, reply);
        if (replies.size === workers.length) over.abort();
      });
      const ended = once(over.signal, 'abort');
      const isSubscribed = await Promise.race([
        subscriber.subscribe(this.keys.replies(envelope.requestId)).then(() => true),
        ended.then(() => false),
      ]);
      if (!isSubscribed)
        throw new BrokerUnavailableError(new Error('it did not take a subscription in time'));
      await this.broker.ask(this.broker.producer.publish(this.keys.commands, JSON.stringify(envelope)));
      await ended;
      return [...replies.values()];
    } finally {
      clearTimeout(timer);
      subscriber.disconnect();
    }
  }
}

/** Parses a message from another process. Anybody can publish on a channel, so anything else is ignored. */
function read<T>(message: string, isOurs: (value: object) => value is T & object): T | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null && isOurs(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Checks the fields needed to reply; an unknown command is answered with an error. */
function isEnvelope(value: object): value is Envelope {
  const { requestId, to, command }: Partial<Record<keyof Envelope, unknown>> = value;
  return typeof requestId === 'string' && Array.isArray(to) && typeof command === 'object';
}

/** Checks for a message from `reply`. */
function isReply(value: object): value is CommandReply {
  return 'workerId' in value && typeof value.workerId === 'string' && ('report' in value || 'error' in value);
}
