import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { Broker } from '../redis/broker.js';
import type { BrokerClient } from '../redis/connections.js';
import { withoutEvents } from './without-events.js';

/** The options that all of BullMQ's queues and workers of this application share. */
@Injectable()
export class BullOptions {
  constructor(
    private readonly broker: Broker,
    private readonly options: CoreOptions,
  ) {}

  /** Of queues, which only produce and read. */
  ofQueues() {
    const connection = this.prepared(this.broker.producer);
    return { connection, skipWaitingForReady: true, skipVersionCheck: true, ...this.ofBoth() };
  }

  /** Of workers. They wait for a broker that is away, so their connection is another one. */
  ofWorkers() {
    return { connection: this.prepared(this.broker.worker), ...this.ofBoth() };
  }

  private prepared(client: BrokerClient): BrokerClient {
    return this.options.bullmqEvents ? client : withoutEvents(client);
  }

  private ofBoth() {
    const { telemetry } = this.options;
    return { prefix: this.broker.prefix, ...(telemetry && { telemetry }) };
  }
}
