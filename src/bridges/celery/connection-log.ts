import { Injectable, Logger } from '@nestjs/common';
import type { BridgePart } from './process/bridge-part.js';
import { CeleryBroker } from './broker/celery-broker.js';
import { CeleryResults } from './broker/celery-results.js';

const LOOK_EVERY_MS = 1_000;

/** Logs one line when Celery's broker or result backend goes away, and one when it is back. */
@Injectable()
export class ConnectionLog implements BridgePart {
  private readonly logger = new Logger('CeleryConnections');
  private readonly away = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly broker: CeleryBroker,
    private readonly results: CeleryResults,
  ) {}

  start(): Promise<void> {
    this.look();
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    clearInterval(this.timer);
    return Promise.resolve();
  }

  private look(): void {
    const { problem, facts } = this.broker;
    // The connection to RabbitMQ logs itself.
    if (facts.transport === 'redis') this.note("Celery's broker", problem);
    const ofResults = this.results.problem;
    this.note("Celery's result backend", ofResults === problem ? undefined : ofResults);
  }

  private note(what: string, problem: string | undefined): void {
    if ((problem !== undefined) === this.away.has(what)) return;
    if (problem === undefined) {
      this.away.delete(what);
      this.logger.log(`${what} responds again`);
    } else {
      this.away.add(what);
      this.logger.warn(`${problem}. Trying again`);
    }
  }
}
