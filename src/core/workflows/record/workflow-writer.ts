import { Injectable } from '@nestjs/common';
import { Broker } from '../../redis/broker.js';
import { Keys } from '../../redis/keys.js';
import { flag, oneOf } from '../../redis/script-reply.js';
import { LuaScript } from '../../redis/lua-script.js';
import { MAX_STEPS_AND_ITEMS } from '../definition/workflow-definition.js';
import { RESERVE_ITEMS } from '../scripts/expand-step.js';
import { type Fields, field } from './workflow-record.js';

/** Fields sent in one command. */
const AT_ONCE = 500;
/** Time in which the steps of a new workflow must be stored: then it was never accepted, and its parts are removed. */
export const STORING_MS = 60_000;

/** `accepted`: it is, under this id, for longer. `discarded`: parts of an earlier attempt are being removed. */
export type Creation = 'created' | 'accepted' | 'discarded';

/** Begins the record of a new workflow. A repeated call is as good as the first. */
const CREATE = new LuaScript({
  name: 'create-workflow',
  keys: ['workflow', 'index', 'open'],
  args: ['id', 'facts'],
  numbers: ['discardAt'],
  text: `
local status = redis.call('HGET', workflow, '${field.status}')
if status and status ~= '' then return 'accepted' end
redis.call('ZADD', open, discardAt, id)
if not status and redis.call('HEXISTS', workflow, '${field.facts}') == 1 then return 'discarded' end
redis.call('HSET', workflow, '${field.status}', '', '${field.facts}', facts)
redis.call('ZADD', index, 0, id)
return 'created'
`,
  reply: oneOf<Creation>('created', 'accepted', 'discarded'),
});

/**
 * Writes fields of a workflow that is being stored, or of the items of `each` if that is given. A process that comes too
 * late changes nothing: the workflow has begun, or the items have, or all is gone.
 */
const WRITE = new LuaScript({
  name: 'write-workflow',
  keys: ['workflow'],
  args: ['each'],
  moreArgs: 'fields',
  text: `
local status = redis.call('HGET', workflow, '${field.status}')
if each == '' and status ~= '' then return 0 end
if each ~= '' and (not status or redis.call('HEXISTS', workflow, '${field.expanded}' .. each) == 1) then return 0 end
redis.call('HSET', workflow, unpack(fields))
return 1
`,
  reply: flag,
});

/** Withdraws a workflow that was never accepted, so that nobody can accept it any more. Returns 0 for any other. */
const WITHDRAW = new LuaScript({
  name: 'withdraw-workflow',
  keys: ['workflow'],
  text: `
local status = redis.call('HGET', workflow, '${field.status}')
if status and status ~= '' then return 0 end
redis.call('HDEL', workflow, '${field.status}')
return 1
`,
  reply: flag,
});

/** Claims a final workflow for its removal: it cannot be retried any more. Returns 0 for any other. */
const CLAIM = new LuaScript({
  name: 'claim-workflow',
  keys: ['workflow'],
  text: `
local status = redis.call('HGET', workflow, '${field.status}')
if not status or status == '' or status == 'PENDING' or status == 'STARTED' then return 0 end
redis.call('HSET', workflow, '${field.removing}', 1)
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

  create(id: string, facts: string): Promise<Creation> {
    return this.broker.ask(
      CREATE.run(this.broker.producer, {
        workflow: this.keys.workflow(id),
        index: this.keys.workflows,
        open: this.keys.openWorkflows,
        discardAt: Date.now() + STORING_MS,
        ...{ id, facts },
      }),
    );
  }

  /** @returns the number of the first item; -1 if they are part of the workflow already, -2 if they are too many for it */
  reserveItems(id: string, step: number, count: number): Promise<number> {
    const values = { workflow: this.keys.workflow(id), step: String(step), count, most: MAX_STEPS_AND_ITEMS };
    return this.broker.ask(RESERVE_ITEMS.run(this.broker.producer, values));
  }

  /**
   * Many fields go in several commands: none of them keeps Redis busy for long.
   *
   * @param each the step to whose items the fields belong; otherwise they are those of a new workflow
   */
  async write(id: string, fields: Fields, each?: number): Promise<void> {
    const workflow = this.keys.workflow(id);
    const writing: Promise<boolean>[] = [];
    for (let i = 0; i < fields.length; i += AT_ONCE) {
      const some = fields.slice(i, i + AT_ONCE).flat();
      writing.push(
        WRITE.run(this.broker.producer, {
          workflow,
          each: each === undefined ? '' : String(each),
          fields: some,
        }),
      );
    }
    await this.broker.ask(Promise.all(writing));
  }

  /** @returns false for a workflow that was accepted */
  withdraw(id: string): Promise<boolean> {
    return this.broker.ask(WITHDRAW.run(this.broker.producer, { workflow: this.keys.workflow(id) }));
  }

  /** @returns false for a workflow that is not final */
  claim(id: string): Promise<boolean> {
    return this.broker.ask(CLAIM.run(this.broker.producer, { workflow: this.keys.workflow(id) }));
  }

  /** Gives a claimed workflow free. */
  async unclaim(id: string): Promise<void> {
    await this.broker.ask(this.broker.producer.hdel(this.keys.workflow(id), field.removing));
  }

  /** Lets the sweep remove a claimed workflow. */
  async removeSoon(id: string): Promise<void> {
    await this.broker.ask(this.broker.producer.zadd(this.keys.finishedWorkflows, 0, id));
  }

  /** Removes the record of a workflow whose tasks are removed. */
  async remove(id: string): Promise<void> {
    const { workflows, openWorkflows, finishedWorkflows } = this.keys;
    const { producer } = this.broker;
    await producer.zrem(workflows, id);
    await producer.unlink(this.keys.workflow(id), this.keys.workflowWork(id));
    // Last: until then a sweep repeats it.
    await producer.zrem(openWorkflows, id);
    await this.broker.ask(producer.zrem(finishedWorkflows, id));
  }
}
