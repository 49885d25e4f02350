import { Injectable, Logger } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { CompletionListeners, type StepOfWorkflow } from './completion-listeners.js';
import { BridgeEnds } from './bridge-ends.js';
import { CompletionOutbox, type TaskPlace } from './completion-outbox.js';
import { idOf, idsFrom } from '../task/task-id.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import { TaskStore } from '../read/task-store.js';

/** Number of entries examined in one step of the sweep. */
const BATCH = 200;
/** Number of concurrent notifications: each may hold a result of several megabytes. */
const AT_ONCE = 10;

/**
 * Notifies completions of tasks with a `webhookUrl` or follow-ups, of steps of workflows, and of tasks that came over a
 * bridge: each once, however often it is tried. The code that ends a task notifies at once; a sweep finds completions missed because the process died or the broker was
 * unavailable.
 */
@Injectable()
export class CompletionNotifier {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly outbox: CompletionOutbox,
    private readonly store: TaskStore,
    private readonly listeners: CompletionListeners,
    private readonly bridges: BridgeEnds,
    private readonly options: CoreOptions,
  ) {}

  /**
   * Notifies a task's completion, if that is still due.
   *
   * @throws the listener's error, BrokerUnavailableError; the sweep then tries again
   */
  async notify(place: TaskPlace): Promise<void> {
    const end = await this.outbox.dueEnd(place);
    if (end !== '') await this.notifyEnd(place, end);
  }

  /** For callers that cannot handle a failure: the sweep tries again. */
  async notifyOrDefer(place: TaskPlace): Promise<void> {
    await this.notify(place).catch((error: unknown) => this.defer(place, error));
  }

  /**
   * The same for a worker that has just recorded the end of a step: its workflow looks at the record, so nothing is read
   * here. If that fails, the sweep tries again as soon as the broker is back. It also handles a workflow that is gone.
   */
  async notifyStepOrDefer(place: TaskPlace, step: StepOfWorkflow): Promise<void> {
    const notifying = this.listeners.forSteps().stepEnded(step);
    await notifying.catch((error: unknown) => this.deferAsDue(place, error));
  }

  /** The same for a task that only a bridge follows. */
  async handOverOrDefer(place: TaskPlace, bridge: string): Promise<void> {
    const handing = this.bridges.handOver(place, bridge);
    await handing.catch((error: unknown) => this.deferAsDue(place, error));
  }

  /** Notifies the due completions of one batch. */
  async sweep(): Promise<{ mayHaveMore: boolean }> {
    const due = await this.outbox.due(BATCH);
    const ends = await Promise.all(due.map((place) => this.outbox.dueEnd(place)));
    const ended = due.map((place, i) => ({ place, end: ends[i] ?? '' })).filter(({ end }) => end !== '');
    for (let i = 0; i < ended.length; i += AT_ONCE) {
      const some = ended.slice(i, i + AT_ONCE).map(({ place, end }) => this.notifyEnd(place, end));
      const outcomes = await Promise.allSettled(some);
      for (const [j, outcome] of outcomes.entries()) {
        const one = ended[i + j];
        if (one && outcome.status === 'rejected') this.defer(one.place, outcome.reason);
      }
    }
    return { mayHaveMore: due.length === BATCH };
  }

  private async notifyEnd(place: TaskPlace, end: string): Promise<void> {
    const { id } = place;
    const task = await this.store.findRecorded(id, this.options.maxPayloadBytes);
    if (task === undefined || task.finishedAt !== Number(end)) return; // it has changed since: examined again later
    const { workflowId, stepRole, followUps, bridge } = task;
    const isStep = workflowId !== null && stepRole !== null;
    if (followUps !== null) await this.listeners.forFollowUps().taskEnded(task);
    if (!isStep && task.webhookUrl !== null) await this.handOver(task.webhookUrl, task);
    if (bridge !== null) await this.bridges.handOver(place, bridge.bridge, end, !isStep);
    // Settles the entry itself, in one step with what follows, unless there is no workflow any more.
    if (isStep && (await this.listeners.forSteps().stepEnded({ workflowId, stepRole }))) return;
    if (isStep || bridge === null) await this.outbox.settle(place, end);
  }

  private async handOver(url: string, task: TaskSnapshot): Promise<void> {
    const { id, rootId, finishedAt } = task;
    const seed = idOf(`${id}/${finishedAt}`, finishedAt ?? 0);
    const parent = { id, rootId: rootId ?? id };
    await this.listeners.get().notify(url, task, { parent, nextId: idsFrom(seed) });
  }

  private deferAsDue(place: TaskPlace, error: unknown): void {
    this.defer(place, error);
    this.outbox.noteEnd(place).catch(() => undefined); // not awaited: a worker that stops does not wait for the broker
  }

  private defer({ id }: TaskPlace, error: unknown): void {
    this.logger.warn(`Completion of task ${id} could not be announced yet; retrying: ${String(error)}`, {
      task_id: id,
    });
  }
}
