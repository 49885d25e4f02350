import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { endsWithin } from '../../platform/timing/within.js';
import { errorOf, errorRecord, wholeMessage } from '../attempt/error-record.js';
import { type OutcomeLabel, RunnerEvents, type TaskStarted } from '../attempt/runner-events.js';
import { DeclaredHooks, type Hook } from './declared-hooks.js';
import { type HookEvents, type HookKind, hookEventOf } from './hook-events.js';

/** Time for hooks to end at shutdown. */
const END_MS = 5_000;
/** Number of calls of one hook that may run at once: one that hangs must not fill the memory. */
const MOST_CALLS = 1_000;

type AnyEvent = HookEvents[HookKind];

/** The calls of a hook that have not ended. */
interface Calls {
  count: number;
  /** True while further events are dropped. */
  isFull: boolean;
}

/**
 * Calls the hooks of users' code (`@OnTaskFailed`). They run beside the tasks: one that throws or hangs affects neither
 * the task nor the others. Where nobody hooks, nothing listens.
 */
@Injectable()
export class TaskHooks implements OnApplicationBootstrap {
  private readonly logger = new Logger('Hooks');
  private readonly running = new Map<Promise<void>, Hook>();
  private readonly calls = new Map<Hook, Calls>();

  constructor(
    private readonly declared: DeclaredHooks,
    private readonly events: RunnerEvents,
  ) {}

  onApplicationBootstrap(): void {
    const hooks = this.declared.all();
    const started = hooks.filter(({ kind }) => kind === 'started');
    const settled = hooks.filter(({ kind }) => kind !== 'started');
    if (started.length > 0)
      this.events.on('task.started', (event) => this.tell(started, 'started', event, () => ({ ...event })));
    if (settled.length > 0)
      this.events.on('task.settled', (event) =>
        this.tell(settled, event.outcome, event, () => hookEventOf(event)),
      );
  }

  /** Waits for the hooks that run, up to a limit. */
  async settled(): Promise<void> {
    if (await endsWithin(Promise.all(this.running.keys()), END_MS)) return;
    const names = new Set([...this.running.values()].map(({ name }) => name));
    this.logger.warn(`Some hooks did not end within ${END_MS} ms: ${[...names].join(', ')}`);
  }

  private tell(
    hooks: readonly Hook[],
    kind: OutcomeLabel | 'started',
    { name }: TaskStarted,
    eventOf: () => AnyEvent,
  ): void {
    for (const hook of hooks) {
      if (hook.kind !== kind || hook.tasks?.has(name) === false) continue;
      if (this.hasRoom(hook)) this.start(hook, eventOf());
    }
  }

  private start(hook: Hook, event: AnyEvent): void {
    const calls = this.callsOf(hook);
    calls.count += 1;
    const call = this.call(hook, event).finally(() => {
      calls.count -= 1;
      this.running.delete(call);
    });
    this.running.set(call, hook);
  }

  /** Never rejects. In a turn of its own, so that the attempt is recorded first. */
  private async call(hook: Hook, event: AnyEvent): Promise<void> {
    await nextTurn();
    try {
      await hook.call(event);
    } catch (error) {
      const record = errorRecord(error);
      this.logger.error(
        `The hook ${hook.name} failed for task ${event.name}[${event.id}]: ${wholeMessage(record)}`,
        { task_id: event.id, task_name: event.name, hook: hook.name, err: errorOf(record) },
      );
    }
  }

  private hasRoom(hook: Hook): boolean {
    const calls = this.callsOf(hook);
    const isFull = calls.count >= MOST_CALLS;
    if (isFull && !calls.isFull)
      this.logger.error(
        `The hook ${hook.name} is not told further events: ${MOST_CALLS} calls have not ended`,
      );
    calls.isFull = isFull;
    return !isFull;
  }

  private callsOf(hook: Hook): Calls {
    const calls = this.calls.get(hook) ?? { count: 0, isFull: false };
    this.calls.set(hook, calls);
    return calls;
  }
}
