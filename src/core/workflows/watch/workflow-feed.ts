import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { BrokerUnavailableError } from '../../redis/broker.errors.js';
import { RepeatedLook } from '../../watch/repeated-look.js';
import { TaskWatcher } from '../../watch/task-watcher.js';
import { WorkflowStore, type WorkflowView } from '../record/workflow-store.js';
import { WorkflowNotFoundError } from '../record/workflow.errors.js';

/** A pause after each read, as a multiple of its time: watching takes at most a tenth of what reading nonstop would. */
const REST = 9;

/** A subscriber to all changes of a workflow. */
export interface WorkflowFollower {
  /** Called for every read that began after it subscribed, in order; not every one has changes. */
  see(view: WorkflowView): void;
  /** Called when no more updates follow: the workflow was removed or cannot be read. */
  lose(): void;
}

/** Lets any number of followers watch workflows: each change is read once per workflow, however many follow it. */
@Injectable()
export class WorkflowFeed {
  private readonly workflows = new Map<string, FollowedWorkflow>();

  constructor(
    private readonly store: WorkflowStore,
    private readonly watcher: TaskWatcher,
  ) {}

  /**
   * Passes the workflow to the follower now, and after every change until stopped. Many changes in a short time are
   * passed together. While the broker is unavailable nothing is passed; afterwards everything is.
   *
   * @returns a function that ends the subscription
   */
  follow(id: string, follower: WorkflowFollower): () => void {
    const workflow = this.workflows.get(id) ?? this.begin(id);
    workflow.followers.add(follower);
    workflow.lookAgain();
    return () => {
      workflow.followers.delete(follower);
      if (workflow.followers.size > 0 || this.workflows.get(id) !== workflow) return;
      this.workflows.delete(id);
      workflow.unwatch();
    };
  }

  private begin(id: string): FollowedWorkflow {
    const workflow = new FollowedWorkflow(() => this.store.view(id));
    workflow.unwatch = this.watcher.watch(id, () => workflow.lookAgain());
    this.workflows.set(id, workflow);
    return workflow;
  }
}

/** One workflow with its followers. One read at a time, so that no follower sees an older state after a newer one. */
class FollowedWorkflow {
  readonly followers = new Set<WorkflowFollower>();
  unwatch: () => void = () => undefined;
  private readonly logger = new Logger(WorkflowFeed.name);
  private readonly looks = new RepeatedLook(
    () => this.look(),
    () => this.followers.size > 0,
  );

  constructor(private readonly view: () => Promise<WorkflowView>) {}

  lookAgain(): void {
    this.looks.again();
  }

  private async look(): Promise<void> {
    const began = performance.now();
    await this.show([...this.followers]);
    await pause(REST * (performance.now() - began), undefined, { ref: false });
  }

  /** A follower that joins during the read gets the next one. */
  private async show(audience: readonly WorkflowFollower[]): Promise<void> {
    try {
      const view = await this.view();
      for (const follower of audience) if (this.followers.has(follower)) follower.see(view);
    } catch (error) {
      if (error instanceof BrokerUnavailableError) return; // the watcher notifies when it is back
      if (!(error instanceof WorkflowNotFoundError))
        this.logger.error(`A watched workflow cannot be read: ${String(error)}`, { err: error });
      for (const follower of audience) follower.lose();
    }
  }
}
