import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { OpenResponseLimit } from '../streams/open-response-limit.js';
import { preferredWaitMs } from '../schema/prefer.js';
import type { SubmittedTask } from '../../core/submit/task-queue.js';
import type { TaskSnapshot } from '../../core/task/task-snapshot.js';
import { isFinal } from '../../core/task/task-status.js';
import { TaskWatcher } from '../../core/watch/task-watcher.js';

/** Answers a request that has submitted a task: where it can be read, and its result if the client wants to wait. */
@Injectable()
export class SubmitAnswer {
  private readonly waiting = new Set<AbortController>();
  private isStopping = false;

  constructor(
    private readonly watcher: TaskWatcher,
    private readonly held: OpenResponseLimit,
  ) {}

  /** Answers all that wait with what is known now, and lets nobody wait any more: the process stops. */
  endAll(): void {
    this.isStopping = true;
    for (const controller of this.waiting) controller.abort();
  }

  /**
   * Sets status and headers: 201 for what was stored, 200 for an equal task that was there already and for one that
   * came to its end within the `Prefer: wait` of the request.
   *
   * @returns the task as it is to be shown
   */
  async to(request: Request, response: Response, task: SubmittedTask): Promise<TaskSnapshot> {
    response.setHeader('Location', `/tasks/${task.id}`);
    if (task.isDuplicate) response.status(200);
    const waitMs = preferredWaitMs(request.get('Prefer'));
    if (waitMs === undefined || this.isStopping || isFinal(task.status)) return task;
    // A preference (RFC 7240): where too many wait already, the task is stored all the same and can be read later.
    if (!this.held.tryHold(response)) return task;
    response.setHeader('Preference-Applied', `wait=${waitMs / 1_000}`);
    const latest = await this.wait(task, waitMs, response);
    if (isFinal(latest.status)) response.status(200);
    return latest;
  }

  /** No longer than the client is there. The task is stored: what goes wrong with the waiting does not change that. */
  private async wait(task: TaskSnapshot, waitMs: number, response: Response): Promise<TaskSnapshot> {
    const controller = new AbortController();
    const hungUp = () => controller.abort();
    this.waiting.add(controller);
    response.once('close', hungUp);
    try {
      return await this.watcher.waitUntilFinal(task.id, waitMs, controller.signal);
    } catch {
      return task;
    } finally {
      response.off('close', hungUp);
      this.waiting.delete(controller);
    }
  }
}
