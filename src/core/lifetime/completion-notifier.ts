import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { CompletionListeners } from './completion-listeners.js';
import { CompletionOutbox, type TaskPlace } from './completion-outbox.js';
import { idOf, idsFrom } from '../task/task-id.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { TaskStore } from '../read/task-store.js';

/** Entries looked at in one step of the sweep. */
const BATCH = 200;
/** Ends told at once: each can hold a result of some megabytes. */
const AT_ONCE = 10;

/**
 * Tells the ends of tasks with a `webhookUrl`: each once, however often it is tried. Whoever brings an end about has it
 * told at once; what was not told then, because the process died or the broker was away, the sweep finds.
 */
@Injectable()
export class CompletionNotifier {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly outbox: CompletionOutbox,
    private readonly store: TaskStore,
    private readonly listeners: CompletionListeners,
    private readonly config: Config,
  ) {}

  /**
   * Tells the end of a task, if it has one that was not told.
   *
   * @throws what the listener throws, BrokerUnavailableError; then it is left to the sweep
   */
  async tell(place: TaskPlace): Promise<void> {
    const end = await this.outbox.endToTell(place);
    if (end !== '') await this.tellEnd(place, end);
  }

  /** The same for those who cannot do anything about a failure: it is left to the sweep. */
  async tellOrLeave(place: TaskPlace): Promise<void> {
    await this.tell(place).catch((error: unknown) => this.leave(place, error));
  }

  /** Looks at one batch of what is due, and tells the ends in it. */
  async sweep(): Promise<{ mayHaveMore: boolean }> {
    const due = await this.outbox.due(BATCH);
    const ends = await Promise.all(due.map((place) => this.outbox.endToTell(place)));
    const ended = due.map((place, i) => ({ place, end: ends[i] ?? '' })).filter(({ end }) => end !== '');
    for (let i = 0; i < ended.length; i += AT_ONCE) {
      const some = ended.slice(i, i + AT_ONCE).map(({ place, end }) => this.tellEnd(place, end));
      const outcomes = await Promise.allSettled(some);
      for (const [j, outcome] of outcomes.entries()) {
        const one = ended[i + j];
        if (one && outcome.status === 'rejected') this.leave(one.place, outcome.reason);
      }
    }
    return { mayHaveMore: due.length === BATCH };
  }

  private async tellEnd(place: TaskPlace, end: string): Promise<void> {
    const { id } = place;
    const task = await this.store.findRecorded(id, this.config.maxPayloadBytes);
    if (task === undefined || task.finishedAt !== Number(end)) return; // it has moved on: looked at again
    if (task.webhookUrl !== null) await this.handOver(task.webhookUrl, task);
    await this.outbox.settle(place, end);
  }

  private async handOver(url: string, task: TaskSnapshot): Promise<void> {
    const { id, rootId, finishedAt } = task;
    const seed = idOf(`${id}/${finishedAt}`, finishedAt ?? 0);
    const parent = { id, rootId: rootId ?? id };
    await this.listeners.get().tell(url, task, { parent, nextId: idsFrom(seed) });
  }

  private leave({ id }: TaskPlace, error: unknown): void {
    this.logger.warn(`The end of task ${id} is not told yet, and is tried again: ${String(error)}`, {
      task_id: id,
    });
  }
}
