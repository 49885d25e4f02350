import { isFinal } from '../../core/task/task-status.js';
import type { WorkflowView } from '../../core/workflows/record/workflow-store.js';
import type { FoundWorkflow } from '../../core/workflows/record/workflow-reader.js';
import type { WorkflowFollower } from '../../core/workflows/watch/workflow-feed.js';
import type { EventStream, ServerSentEvent } from '../streams/event-stream.js';
import { detailsOf } from './workflow-details.js';
import { WorkflowDto } from './workflow.dto.js';

/**
 * Streams one workflow to one client: first its snapshot, then its changed steps, and finally its end. A client that
 * reads slowly gets the changes of a longer time together.
 */
export class WorkflowEventStream implements WorkflowFollower {
  /** The steps as sent, by name. */
  private sent: ReadonlyMap<string, string> | undefined;
  private latest: WorkflowView | undefined;
  private isSending = false;

  constructor(private readonly stream: EventStream) {}

  see(view: WorkflowView & Partial<Pick<FoundWorkflow, 'isArchived'>>): void {
    this.latest = view;
    if (!this.isSending) void this.sendLatest();
  }

  /** Ends the stream; the client reconnects and gets the error. */
  lose(): void {
    this.stream.end();
  }

  private async sendLatest(): Promise<void> {
    this.isSending = true;
    for (let view = this.take(); view !== undefined; view = this.take()) {
      this.send(view);
      await this.stream.drained();
    }
    this.isSending = false;
  }

  private take(): WorkflowView | undefined {
    const view = this.latest;
    this.latest = undefined;
    return view;
  }

  private send(view: WorkflowView): void {
    const { workflow } = view;
    const details = detailsOf(view, false);
    const steps = Object.entries(details.steps).map(([name, step]) => Object.assign({ name }, step));
    const texts = new Map(steps.map((step) => [step.name, JSON.stringify(step)]));
    const changed = steps.filter(
      ({ name }) => this.sent !== undefined && this.sent.get(name) !== texts.get(name),
    );
    const events = changed.map((step) => eventOf('step', step));
    if (this.sent === undefined) events.push(eventOf('snapshot', details));
    this.sent = texts;
    if (isFinal(workflow.status)) events.push(eventOf('end', WorkflowDto.of(workflow), workflow.finishedAt));
    this.stream.send(events);
    if (isFinal(workflow.status)) this.stream.end();
  }
}

/** The id of all events but the last: a client that reconnects gets a new snapshot. */
const ON_THE_WAY = '0';

/** True for a client that has received the end. False again if the workflow was retried in the meantime. */
export function hasSeenEnd(lastEventId: string | undefined, finishedAt: number | null): boolean {
  return finishedAt !== null && lastEventId === String(finishedAt);
}

function eventOf(event: string, data: unknown, finishedAt: number | null = null): ServerSentEvent {
  return { id: finishedAt === null ? ON_THE_WAY : String(finishedAt), event, data };
}
