import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { Injectable } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { dashboardArea } from '../access/area.js';
import { BrowserLogin } from '../access/login/browser-login.js';
import { Broker } from '../../core/redis/broker.js';
import { BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { Queues } from '../../core/bullmq/queues.js';
import { Board } from './board.js';
import { readOnly } from './read-only.js';

/** A custom link in Bull Board's menu. Without keys, nobody is logged in. */
const LOG_OUT = { text: 'Log out', url: `${dashboardArea.path}/logout` };

/** Read-only Bull Board over every queue, behind its area's login. Changes are made through the API. */
@Injectable()
export class Dashboard {
  constructor(
    private readonly queues: Queues,
    private readonly broker: Broker,
    private readonly login: BrowserLogin,
  ) {}

  /** Handlers to mount at the area's path, in this order. */
  handlers(): RequestHandler[] {
    const board = new Board();
    board.setBasePath(dashboardArea.path);
    createBullBoard({
      queues: this.queues.all().map(({ queue }) => new BullMQAdapter(queue, { readOnlyMode: true })),
      serverAdapter: board,
      options: {
        // Bull Board's documentation link leads to its own site.
        uiConfig: {
          boardTitle: 'Celeriac',
          hideDocsLink: true,
          miscLinks: this.login.isNeeded ? [LOG_OUT] : [],
        },
      },
    });
    // Typed `any` there; it is an Express application, which is a request handler.
    const router = board.getRouter() as RequestHandler;
    return [...this.login.handlersOf(dashboardArea), readOnly, this.needsBroker, router];
  }

  /** Prevents Bull Board's own 500. */
  private readonly needsBroker: RequestHandler = (request, _response, next) => {
    const isAway = request.path.startsWith('/api/') && this.broker.producer.status !== 'ready';
    next(isAway ? new BrokerUnavailableError(new Error('not connected')) : undefined);
  };
}
