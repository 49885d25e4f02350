import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { OpenResponseLimit } from './open-response-limit.js';
import { preferredWaitMs } from '../schema/prefer.js';
import type { StoredTask } from '../../core/task/handle/task-handle.js';
import type { TaskSnapshot } from '../../core/task/task-snapshot.js';
import { isFinal } from '../../core/task/task-status.js';
import { TaskWatcher } from '../../core/watch/task-watcher.js';

/** Completes the response to a submit: the task's URL, and its result if the client wants to wait. */
@Injectable()
export class SubmitAnswer {
  private readonly waiting = new Set<AbortController>();
  private isStopping = false;

  constructor(
    private readonly watcher: TaskWatcher,
    private readonly held: OpenResponseLimit,
  ) {}

  /** Answers all waiting requests with the current state and accepts no further waits, for shutdown. */
  endAll(): void {
    this.isStopping = true;
    for (const controller of this.waiting) controller.abort();
  }

  /**
   * Waits as long as the request's `Prefer: wait` allows, up to a minute; without one, not at all. Sets headers and
   * status: 201 for a stored task; 200 for an existing equal one, and for one that finished while the request waited.
   *
   * @returns the task to show
   */
  async to(request: Request, response: Response, task: StoredTask): Promise<TaskSnapshot> {
    response.setHeader('Location', `/tasks/${task.id}`);
    if (task.isDuplicate) response.status(200);
    const waitMs = preferredWaitMs(request.get('Prefer'));
    if (waitMs === undefined || this.isStopping || isFinal(task.status)) return task;
    // Only a preference (RFC 7240): if too many requests wait already, the task is stored anyway and can be read later.
    if (!this.held.tryHold(response)) return task;
    response.setHeader('Preference-Applied', `wait=${waitMs / 1_000}`);
    const latest = await this.wait(task, waitMs, response);
    if (isFinal(latest.status)) response.status(200);
    return latest;
  }

  /** Waits only while the client is connected. The task is stored, so a failed wait does not change the outcome. */
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
