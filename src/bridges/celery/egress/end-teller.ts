import { Injectable, Optional } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import type { CeleryCall } from '../calls/celery-call.js';
import { CeleryResults } from '../broker/celery-results.js';
import { CanvasSteps } from '../canvas/canvas-steps.js';
import type { CeleryEnd } from '../calls/celery-end.js';
import { resultMetaOf } from './result-meta-of.js';

/**
 * Tells Celery the end of a task: its canvas goes on, and whoever waits gets the result. Safe to repeat, as after a
 * death in between.
 */
@Injectable()
export class EndTeller {
  constructor(
    private readonly results: CeleryResults,
    private readonly config: Config,
    @Optional() private readonly canvas?: CanvasSteps,
  ) {}

  /** @throws CeleryUnavailableError to be told again later */
  async tell(call: CeleryCall, end: CeleryEnd): Promise<void> {
    // A client that has the result finds the children: they are sent first.
    const children = end.state === 'SUCCESS' ? await this.canvas?.succeeded(call, end.value) : [];
    const { state, endedAt: doneAt, traceback, worker, retries } = end;
    const result = end.state === 'SUCCESS' ? end.value : end.error;
    const facts = { state, result, traceback, children: children ?? [], doneAt, worker, retries };
    const meta = resultMetaOf(call, facts, this.config.celeryResultExtended);
    if (!call.ignoreResult) await this.results.store(meta, call.replyTo);
    await this.canvas?.ended(call, end);
  }
}
