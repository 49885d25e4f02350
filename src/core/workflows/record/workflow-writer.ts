import { Injectable } from '@nestjs/common';
import { Broker } from '../../redis/broker.js';
import { Keys } from '../../redis/keys.js';
import { flag } from '../../redis/script-reply.js';
import { LuaScript } from '../../redis/lua-script.js';
import { RESERVE_ITEMS } from '../scripts/expand-step.js';
import { type Fields, field } from './workflow-record.js';

/** Fields sent in one command. */
const AT_ONCE = 500;
/** Time in which the steps of a new workflow must be stored: then it was never accepted, and its parts are removed. */
export const STORING_MS = 60_000;
/** The record goes by itself a little later, should its removal have failed. */
const KEPT_MS = 10 * STORING_MS;

/** Begins the record of a new workflow. Returns 0 if it is accepted already. */
const CREATE = new LuaScript({
  name: 'create-workflow',
  keys: ['workflow', 'index', 'open'],
  args: ['id', 'facts'],
  numbers: ['discardAt', 'keptMs'],
  text: `
local status = redis.call('HGET', workflow, '${field.status}')
if status and status ~= '' then return 0 end
redis.call('HSET', workflow, '${field.status}', '', '${field.facts}', facts)
redis.call('PEXPIRE', workflow, keptMs)
redis.call('ZADD', index, 0, id)
redis.call('ZADD', open, discardAt, id)
return 1
`,
  reply: flag,
});

/** Writes the records of workflows. */
@Injectable()
export class WorkflowWriter {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** @returns false if the workflow was accepted before, under the same id */
  create(id: string, facts: string): Promise<boolean> {
    return this.broker.ask(
      CREATE.run(this.broker.producer, {
        workflow: this.keys.workflow(id),
        index: this.keys.workflows,
        open: this.keys.openWorkflows,
        discardAt: Date.now() + STORING_MS,
        keptMs: KEPT_MS,
        ...{ id, facts },
      }),
    );
  }

  /** @returns the number of the first item, or -1 if the items are part of the workflow already */
  reserveItems(id: string, step: number, count: number): Promise<number> {
    const values = { workflow: this.keys.workflow(id), step: String(step), count };
    return this.broker.ask(RESERVE_ITEMS.run(this.broker.producer, values));
  }

  /** Many fields go in several commands: none of them keeps Redis busy for long. */
  async write(id: string, fields: Fields): Promise<void> {
    const key = this.keys.workflow(id);
    const writing: Promise<unknown>[] = [];
    for (let i = 0; i < fields.length; i += AT_ONCE)
      writing.push(this.broker.producer.hset(key, ...fields.slice(i, i + AT_ONCE).flat()));
    await this.broker.ask(Promise.all(writing));
  }
}
