import type { Workflow, WorkflowEvent } from '../api-types.js';
import type { CallOptions, EventsOptions } from '../call-options.js';
import { type Connection, dataOf } from '../connection.js';
import { WorkflowFailedError } from '../errors.js';
import type { WaitOptions } from './wait-for-end.js';

/** A started workflow. */
export class WorkflowHandle {
  private readonly params: { readonly path: { readonly workflow_id: string } };

  constructor(
    private readonly connection: Connection,
    readonly id: string,
  ) {
    this.params = { path: { workflow_id: id } };
  }

  /** The current workflow with its steps. */
  async state(options?: CallOptions): Promise<Workflow> {
    return dataOf(await this.api.GET('/workflows/{workflow_id}', { params: this.params, ...options }));
  }

  /**
   * Waits for the end. The steps have the ids of their tasks: `client.handle(steps.counts.task_id).result()`.
   *
   * @throws WorkflowFailedError, or ResultTimeoutError after `timeoutMs`
   */
  async result(options: WaitOptions = {}): Promise<Workflow> {
    const workflow = await this.connection.waiter.wait(this, options);
    if (workflow.status !== 'SUCCESS') throw new WorkflowFailedError(workflow);
    return workflow;
  }

  /** The events until the workflow is final. Reconnects by itself, and begins with a snapshot each time. */
  events(options?: EventsOptions): AsyncGenerator<WorkflowEvent> {
    const { api, params } = this;
    return this.connection.follow(
      (call) => api.GET('/workflows/{workflow_id}/events', { params, ...call }),
      options,
      'end',
    );
  }

  /** Cancels it with all its steps. It is final when the last running step has stopped. */
  async cancel(reason?: string, options?: CallOptions): Promise<void> {
    await this.api.POST('/workflows/{workflow_id}/cancel', {
      params: this.params,
      body: { reason },
      ...options,
    });
  }

  /** Runs again what failed, and what was revoked for it. */
  async retry(options?: CallOptions): Promise<void> {
    await this.api.POST('/workflows/{workflow_id}/retry', { params: this.params, ...options });
  }

  private get api(): Connection['api'] {
    return this.connection.api;
  }
}
