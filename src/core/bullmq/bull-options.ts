import type { Redis } from 'ioredis';
import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { Broker } from '../redis/broker.js';
import type { BrokerClient } from '../redis/connections.js';

/** A write to a queue's event stream in BullMQ's scripts; `inboxKey` is another stream. */
const EVENT = /\brcall\("X(?:ADD|TRIM)", *(?!inboxKey)/g;
/** On the first line, so that lines in Redis' errors keep their numbers. */
const NO_EVENT = 'local function noEvent() end ';

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

/**
 * Makes the scripts that BullMQ defines on a client write no events. Each task has four of them, which only BullMQ's
 * `QueueEvents` reads, and nothing here does; they take a tenth of Redis' time for a task, and a quarter of what it writes
 * to its append-only file. If BullMQ words its scripts differently, events are written again, and nothing else breaks.
 */
export function withoutEvents<T extends Pick<Redis, 'defineCommand'>>(client: T): T {
  if (Object.hasOwn(client, 'defineCommand')) return client; // done before
  const define = client.defineCommand.bind(client);
  client.defineCommand = (name, script) => define(name, { ...script, lua: eventless(script.lua) });
  return client;
}

function eventless(lua: string): string {
  const text = lua.replace(EVENT, 'noEvent(');
  return text === lua ? lua : NO_EVENT + text;
}
