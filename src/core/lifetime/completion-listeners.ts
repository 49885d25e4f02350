import { Injectable } from '@nestjs/common';
import type { SubmitContext } from '../task/submit-context.js';
import { WiringError } from '../task/queue.errors.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';

/** Who tells the world of the ends of tasks that have a `webhookUrl`: a feature, of which the core knows nothing. */
export interface CompletionListener {
  /**
   * Asked at the submit, before anything is stored.
   *
   * @throws WebhookRefusedError for a URL that could not be told
   */
  readonly check: (url: string) => void;
  /**
   * Hands an end over to something that lasts. Called again when that failed, or may have: what it submits of this
   * origin has the task as its parent, and ids that depend on this end alone, so that the broker ignores a repetition.
   */
  readonly tell: (url: string, task: TaskSnapshot, origin: SubmitContext) => Promise<void>;
}

/** Where that feature makes itself known. */
@Injectable()
export class CompletionListeners {
  private listener: CompletionListener | undefined;

  use(listener: CompletionListener): void {
    this.listener = listener;
  }

  get(): CompletionListener {
    if (this.listener) return this.listener;
    throw new WiringError('Nobody tells of the ends of tasks here: import NotificationsModule');
  }
}
