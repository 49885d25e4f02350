import { Injectable } from '@nestjs/common';
import type { SubmitContext } from '../task/submit-context.js';
import type { StepRole } from '../task/step-role.js';
import { WiringError } from '../task/queue.errors.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

/**
 * Reports completions of tasks with a `webhookUrl` to the outside. Implemented by a feature that the core does not
 * know.
 */
export interface CompletionListener {
  /**
   * Called at the submit, before anything is stored.
   *
   * @throws WebhookRefusedError for a URL that cannot be notified
   */
  readonly check: (url: string) => void;
  /**
   * Hands a completion over to something durable. Called again if that failed or may have. Tasks submitted with this
   * context have the task as their parent, and ids that depend only on this completion, so the broker ignores
   * repetitions.
   */
  readonly notify: (url: string, task: TaskSnapshot, origin: SubmitContext) => Promise<void>;
  /** Hands any other event over, such as the end of a workflow. */
  readonly send: (url: string, event: CompletionEvent, origin: SubmitContext) => Promise<void>;
}

/** An event for a webhook. */
export interface CompletionEvent {
  /** `workflow.succeeded`, for example. */
  readonly type: string;
  /** RFC 3339 */
  readonly timestamp: string;
  readonly data: object;
}

/** A task of a workflow. */
export interface StepOfWorkflow {
  readonly workflowId: string;
  readonly stepRole: StepRole;
}

/** Continues the workflows of steps. Implemented by a room of the core above this one. */
export interface StepListener {
  /** A step has ended, and was recorded so. Safe to repeat. False if its workflow is gone: nothing follows then. */
  readonly stepEnded: (step: StepOfWorkflow) => Promise<boolean>;
  /** Runs a failed or revoked step again, and resumes its workflow. False if another request was first. */
  readonly retryStep: (step: StepOfWorkflow) => Promise<boolean>;
  /** A task that had replaced itself by a workflow was cancelled: the workflow is, too. */
  readonly cancelWorkflow: (id: string, reason: string) => Promise<void>;
  /** A step with `each` was cancelled while it waited for its items: they are, too. */
  readonly cancelItems: (step: StepOfWorkflow, reason: string) => Promise<void>;
}

/** Submits the tasks that follow others. Implemented by a room of the core above this one. */
export interface FollowUpListener {
  /** A task with follow-ups has ended, and was recorded so. Safe to repeat: the ids depend only on this end. */
  readonly taskEnded: (task: TaskSnapshot) => Promise<void>;
}

/** The registry of those who act on completions. */
@Injectable()
export class CompletionListeners {
  private listener: CompletionListener | undefined;
  private stepListener: StepListener | undefined;
  private followUpListener: FollowUpListener | undefined;

  /** Registers the listener to the ends of tasks. */
  use(listener: CompletionListener): void {
    this.listener = listener;
  }

  /** Registers the listener to the ends of steps of workflows. */
  useForSteps(listener: StepListener): void {
    this.stepListener = listener;
  }

  /** Registers the listener to the ends of tasks with follow-ups. */
  useForFollowUps(listener: FollowUpListener): void {
    this.followUpListener = listener;
  }

  /** @throws WiringError if none is registered */
  forFollowUps(): FollowUpListener {
    if (this.followUpListener) return this.followUpListener;
    throw new WiringError('No listener for follow-ups registered: import CoreModule');
  }

  /** @throws WiringError if none is registered */
  forSteps(): StepListener {
    if (this.stepListener) return this.stepListener;
    throw new WiringError('No listener for the steps of workflows registered: import CoreModule');
  }

  /** @throws WiringError if none is registered */
  get(): CompletionListener {
    if (this.listener) return this.listener;
    throw new WiringError('No completion listener registered: import NotificationsModule');
  }
}
