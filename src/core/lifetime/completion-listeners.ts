import { Injectable } from '@nestjs/common';
import type { SubmitContext } from '../task/submit-context.js';
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
}

/** The registry of the completion listener. */
@Injectable()
export class CompletionListeners {
  private listener: CompletionListener | undefined;

  use(listener: CompletionListener): void {
    this.listener = listener;
  }

  get(): CompletionListener {
    if (this.listener) return this.listener;
    throw new WiringError('No completion listener registered: import NotificationsModule');
  }
}
