import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { Injectable } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { Config } from '../config/config.js';
import { Broker } from '../queue/broker.js';
import { BrokerUnavailableError } from '../queue/queue.errors.js';
import { Queues } from '../queue/queues.js';
import { Board } from './board.js';
import { dashboardGuard } from './dashboard-guard.js';

export const DASHBOARD_PATH = '/dashboard';

/** Bull Board over every queue, behind our guard. */
@Injectable()
export class Dashboard {
  constructor(
    private readonly queues: Queues,
    private readonly broker: Broker,
    private readonly config: Config,
  ) {}

  /** What is to be mounted at DASHBOARD_PATH, in this order. */
  handlers(): RequestHandler[] {
    const board = new Board();
    board.setBasePath(DASHBOARD_PATH);
    createBullBoard({
      queues: this.queues.all().map(({ queue }) => new BullMQAdapter(queue)),
      serverAdapter: board,
      options: {
        // Its link to a documentation would lead to Bull Board's site, not to ours.
        uiConfig: { boardTitle: 'Celeriac', hideDocsLink: true },
      },
    });
    // Typed `any` there; it is an Express application, which is a request handler.
    const router = board.getRouter() as RequestHandler;
    return [dashboardGuard(this.config), this.needsBroker, router];
  }

  /** Bull Board itself would answer a 500. */
  private readonly needsBroker: RequestHandler = (request, _response, next) => {
    const isAway = request.path.startsWith('/api/') && this.broker.producer.status !== 'ready';
    next(isAway ? new BrokerUnavailableError(new Error('it is not connected')) : undefined);
  };
}
