import { Injectable } from '@nestjs/common';
import { CancelReceiver } from '../attempt/cancel-receiver.js';
import { TaskHooks } from '../hooks/task-hooks.js';
import { BrokerUpkeep } from './broker-upkeep.js';
import { ProcessGuards } from './process-guards.js';
import { WorkerPresence } from './worker-presence.js';

/**
 * A worker's background services: presence, upkeep of the broker, guards of the process, requests to cancel, hooks of
 * users' code.
 */
@Injectable()
export class WorkerServices {
  constructor(
    private readonly presence: WorkerPresence,
    private readonly upkeep: BrokerUpkeep,
    private readonly guards: ProcessGuards,
    private readonly cancels: CancelReceiver,
    private readonly hooks: TaskHooks,
  ) {}

  start(): void {
    this.presence.start();
    this.upkeep.start(() => this.beat()); // the worker's own records were lost, too
    this.guards.start(() => this.beat());
    this.cancels.start();
  }

  /** Sends a heartbeat after a change of state. */
  beat(): void {
    this.presence.beat();
  }

  /** Requests to cancel are received until the end: running tasks can still be stopped. */
  stop(): void {
    this.upkeep.stop();
    this.guards.stop();
  }

  /** Runs last: the worker stays listed until it is done. */
  async withdraw(): Promise<void> {
    await this.hooks.settled();
    this.cancels.stop();
    await this.presence.stop();
  }
}
