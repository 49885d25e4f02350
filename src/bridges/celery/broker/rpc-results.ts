import type { ResultMeta } from '../protocol/result-meta.js';
import { readResultMeta, resultMessage } from '../protocol/result-json.js';
import type { WireMessage } from '../protocol/wire-message.js';
import type { CeleryBroker } from './celery-broker.js';
import { CeleryResults, type ExpectedResult } from './celery-results.js';

/** The queue of this process for results of tasks in Python. */
export interface ReplyQueue {
  /** The `reply_to` of the tasks. */
  readonly name: string;
  /** Opens it, once. */
  readonly open: (hear: (message: WireMessage) => void) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A wait for one result. */
interface Waiter {
  readonly onState: Set<(meta: ResultMeta) => void>;
  readonly settle: (meta: ResultMeta) => void;
}

/** Results by `rpc://`: messages to whoever sent the task, which nobody else can read, and which nothing keeps. */
export class RpcResults extends CeleryResults {
  readonly chords = undefined;
  private readonly waiters = new Map<string, Waiter>();
  private opening: Promise<void> | undefined;

  constructor(
    private readonly broker: CeleryBroker,
    private readonly replies: ReplyQueue,
  ) {
    super();
  }

  get problem(): string | undefined {
    return this.broker.problem;
  }

  get replyTo(): string {
    return this.replies.name;
  }

  /** The broker is connected by whoever takes from it. */
  connect(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    if (this.opening !== undefined) await this.replies.close();
  }

  async store(meta: ResultMeta, replyTo: string | null): Promise<void> {
    if (replyTo !== null) await this.broker.reply(replyTo, resultMessage(meta));
  }

  async expect(id: string): Promise<ExpectedResult> {
    this.opening ??= this.replies.open((message) => this.hear(message));
    await this.opening.catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    let settle: (meta: ResultMeta) => void = () => undefined;
    const final = new Promise<ResultMeta>((resolve) => (settle = resolve));
    const waiter: Waiter = { onState: new Set(), settle };
    this.waiters.set(id, waiter);
    return {
      final: (signal) => untilAborted(final, signal),
      onState: (hear) => void waiter.onState.add(hear),
      release: () => this.release(id, waiter),
    };
  }

  private release(id: string, waiter: Waiter): void {
    if (this.waiters.get(id) === waiter) this.waiters.delete(id);
  }

  /** A message of a task that nobody waits for any more is dropped. */
  private hear({ body, properties }: WireMessage): void {
    const id = properties.correlationId ?? '';
    const waiter = this.waiters.get(id);
    if (waiter === undefined) return;
    const meta = readResultMeta(body.toString('utf8'), id);
    if (isFinal(meta)) waiter.settle(meta);
    else for (const hear of waiter.onState) hear(meta);
  }
}

function isFinal({ state }: ResultMeta): boolean {
  return state === 'SUCCESS' || state === 'FAILURE' || state === 'REVOKED';
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve).finally(() => signal.removeEventListener('abort', stop));
  });
}
