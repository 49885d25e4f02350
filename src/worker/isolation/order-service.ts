import { AsyncLocalStorage } from 'node:async_hooks';
import { errorOf, errorRecord } from '../attempt/error-record.js';
import type { FromRunner, Owner, ToRunner } from './run-messages.js';
import type { Runner } from './run-order.js';

/** The channel to the worker. */
export interface Channel {
  readonly listen: (hear: (message: ToRunner) => void) => unknown;
  /** @param onSent called when delivery is certain */
  readonly post: (message: FromRunner, onSent?: () => void) => void;
}

/** An order that this thread or process runs or has run. */
interface Running {
  readonly key: number;
  readonly owner: Owner;
  readonly controller: AbortController;
  isOver: boolean;
}

/** Everything started by an order, including timers and promises, belongs to it, even after its end. */
const orders = new AsyncLocalStorage<Running>();

/**
 * Runs its worker's orders in a thread or a quarantine process.
 *
 * An uncaught error ends it, unless it belongs to an order that has ended: then the running orders are not to blame,
 * they continue, and the worker is notified.
 */
export class OrderService {
  private readonly running = new Map<number, Running>();
  private runner: Runner | undefined;

  constructor(private readonly channel: Channel) {}

  /** From now on, uncaught errors are reported to the worker, including those during startup. */
  watch(): void {
    process.on('uncaughtException', (error) => this.uncaught(error));
    const exit = process.exit.bind(process);
    process.exit = (code) => {
      if (orders.getStore()?.isOver) throw new Error('A finished task called process.exit()');
      return exit(code);
    };
  }

  /** @param runner runs an order, once the application is created */
  open(runner: Runner): void {
    this.runner = runner;
    this.channel.listen((message) => {
      if (message.type === 'run') return void this.execute(runner, message);
      this.channel.post({ type: 'stopping' });
      this.running.get(message.key)?.controller.abort(errorOf(message.reason));
    });
    this.channel.post({ type: 'ready' });
  }

  private async execute(runner: Runner, { key, order }: Extract<ToRunner, { type: 'run' }>): Promise<void> {
    const owner = { id: order.id, name: order.lineage.name ?? '', attempt: order.attempt };
    const running: Running = { key, owner, controller: new AbortController(), isOver: false };
    this.running.set(key, running);
    const { signal } = running.controller;
    const say = (said: Extract<FromRunner, { type: 'said' }>['said']) =>
      this.channel.post({ type: 'said', key, said });
    const answer = await orders.run(running, () => runner(order, { signal, say }));
    running.isOver = true;
    this.running.delete(key);
    this.channel.post({ type: 'ended', key, answer });
  }

  private uncaught(thrown: unknown): void {
    const guilty = orders.getStore();
    const error = errorRecord(thrown);
    const isHarmless = guilty ? guilty.isOver : this.runner && this.running.size === 0;
    if (isHarmless) return this.channel.post({ type: 'leaked', owner: guilty?.owner, error });
    this.channel.post({ type: 'dying', key: guilty?.key, error }, () => process.exit(1));
  }
}
