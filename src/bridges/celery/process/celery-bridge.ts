import { Injectable, Logger } from '@nestjs/common';
import { within } from '../../../platform/timing/within.js';
import { type BridgePart, BridgeParts } from './bridge-part.js';
import { CeleryBroker } from '../broker/celery-broker.js';
import { CeleryResults } from '../broker/celery-results.js';

/** Longest wait for parts that need a broker that is away. */
const START_MS = 2_000;

/** The whole bridge: its parts, over connections that are made and closed with the application. */
@Injectable()
export class CeleryBridge {
  private readonly logger = new Logger(CeleryBridge.name);
  private readonly started: BridgePart[] = [];
  private isStopping = false;

  constructor(
    private readonly parts: BridgeParts,
    private readonly broker: CeleryBroker,
    private readonly results: CeleryResults,
  ) {}

  /** Begins all work; while Celery's broker is away, the rest of it when it is back. */
  async start(): Promise<void> {
    const starting = this.startAll();
    const isLate = await within(
      starting.then(() => false),
      START_MS,
      () => true,
    );
    if (isLate) starting.catch((error: unknown) => this.logger.error('The bridge cannot start', error));
  }

  /** Takes no more messages, and finishes what is in progress. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const part of this.started.toReversed()) await part.stop();
  }

  /** Number of times that a connection to Celery's broker was made again. */
  get reconnects(): number {
    return this.broker.reconnects;
  }

  /** `problem`: no message can be taken. `warning`: results wait. */
  health(): { readonly problem: string | undefined; readonly warning: string | undefined } {
    return { problem: this.broker.problem, warning: this.results.problem };
  }

  private async startAll(): Promise<void> {
    for (const part of this.parts.all) {
      if (this.isStopping) return;
      this.started.push(part);
      await part.start();
    }
  }
}
