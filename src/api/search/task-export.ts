import { once } from 'node:events';
import { Injectable, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { HistoryUnavailableError, SearchTooBroadError } from '../../core/history/task-history.js';
import { BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { type FinderPlace, type FoundPage, TaskFinder } from '../../core/search/task-finder.js';
import { problemOf } from '../problems/problem.filter.js';
import { RefusedError } from '../problems/refused-error.js';
import { OpenResponseLimit } from '../streams/open-response-limit.js';
import type { Searched } from './searched-by.js';
import { ListedTasks } from './listed-tasks.js';
import type { Included } from './task-selection.dto.js';

/** Tasks read and sent at once, which bounds the memory of an export. */
const PART = 100;
const UNSORTED =
  'Too many tasks are not in the history yet to sort by this value. Export with sort=created or sort=finished.';
/** Exports end by themselves, so a slot may be free in a moment. */
const RETRY_AFTER_S = 30;

/** Sends all tasks of a search as JSON Lines, at the pace of the client. */
@Injectable()
export class TaskExport {
  private readonly logger = new Logger(TaskExport.name);

  constructor(
    private readonly finder: TaskFinder,
    private readonly listed: ListedTasks,
    private readonly held: OpenResponseLimit,
  ) {}

  /**
   * Ends when all is sent or the client is gone. An error before the first line is thrown; a later one becomes the last
   * line, `{"error": problem}`.
   *
   * @throws RefusedError, a 429, if too many responses are open; the errors of TaskFinder
   */
  async send(search: Searched, include: Included | undefined, response: Response): Promise<void> {
    if (!this.held.tryHold(response)) throw tooMany();
    const first = await this.part(search, undefined);
    response.status(200).set({
      'Content-Type': 'application/jsonl; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no', // prevents buffering in nginx
    });
    response.on('error', () => undefined); // a client that disconnected during a write
    if (response.req.method === 'HEAD') return void response.end();
    try {
      await this.sendAll(search, first, include, response);
    } catch (error) {
      this.sayLast(error, response);
    }
    response.end();
  }

  private async sendAll(
    search: Searched,
    first: FoundPage,
    include: Included | undefined,
    response: Response,
  ): Promise<void> {
    for (let page = first; ;) {
      const lines = page.items.map((task) => `${JSON.stringify(this.listed.shown(task, include))}\n`);
      if (lines.length > 0 && !response.write(lines.join(''))) await drained(response);
      if (page.next === null || response.destroyed) return;
      page = await this.part(search, page.next);
    }
  }

  /** An export lacks nothing: it fails without one of its sources, and if not all tasks can be sorted. */
  private async part(search: Searched, from: FinderPlace | undefined): Promise<FoundPage> {
    const page = await this.finder.find({ ...search, from, limit: PART });
    if (page.looked.missing === 'history') throw new HistoryUnavailableError('The history does not answer');
    if (page.looked.missing === 'broker') throw new BrokerUnavailableError(new Error('no answer'));
    if (page.next === null && !page.looked.isComplete) throw new SearchTooBroadError(UNSORTED);
    return page;
  }

  private sayLast(error: unknown, response: Response): void {
    const problem = problemOf(error, response.req.path);
    this.logger.warn(`An export ended early: ${String(error)}`, {
      request_id: response.getHeader('X-Request-Id'),
    });
    response.write(`${JSON.stringify({ error: problem })}\n`);
  }
}

/** Resolves when the client has taken what was sent, or is gone. */
async function drained(response: Response): Promise<void> {
  const abort = new AbortController();
  const { signal } = abort;
  const left = response.destroyed ? Promise.resolve() : once(response, 'close', { signal });
  await Promise.race([once(response, 'drain', { signal }), left]).finally(() => abort.abort());
}

function tooMany(): RefusedError {
  const message = 'Too many exports and event streams are open. Wait for one to end.';
  return new RefusedError('rate-limited', message, RETRY_AFTER_S);
}
