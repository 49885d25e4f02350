import { Injectable } from '@nestjs/common';
import { Broker, msOf } from '../../redis/broker.js';
import { Keys } from '../../redis/keys.js';
import { LuaScript } from '../../redis/lua-script.js';
import { nothing } from '../../redis/script-reply.js';
import { field } from '../record/workflow-record.js';

const CLOSE_ENDED = new LuaScript({
  name: 'close-ended-workflow',
  keys: ['workflow', 'open'],
  args: ['id', 'ended'],
  text: `
if redis.call('HGET', workflow, '${field.finishedAt}') == ended then redis.call('ZREM', open, id) end
`,
  reply: nothing,
});

/** The workflows that are to be looked at again: those that have not ended, and ended ones that are to be announced. */
@Injectable()
export class OpenWorkflows {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** Up to `count` ids whose next check is due. */
  due(count: number): Promise<string[]> {
    return this.dueIn(this.keys.openWorkflows, count);
  }

  /** Up to `count` ids of ended workflows whose retention is over. */
  expired(count: number): Promise<string[]> {
    return this.dueIn(this.keys.finishedWorkflows, count);
  }

  /** The next check of a workflow that is still open then. */
  async checkLater(id: string, afterMs: number): Promise<void> {
    await this.later(this.keys.openWorkflows, id, afterMs);
  }

  async removeLater(id: string, afterMs: number): Promise<void> {
    await this.later(this.keys.finishedWorkflows, id, afterMs);
  }

  /** Drops a workflow that does not exist. */
  async close(id: string): Promise<void> {
    await this.broker.ask(this.broker.producer.zrem(this.keys.openWorkflows, id));
  }

  /** Drops a workflow whose end was announced, unless it was reopened since. */
  async closeEnded(id: string, finishedAt: number | null): Promise<void> {
    const { openWorkflows: open } = this.keys;
    const values = { id, open, workflow: this.keys.workflow(id), ended: String(finishedAt ?? '') };
    await this.broker.ask(CLOSE_ENDED.run(this.broker.producer, values));
  }

  /** Drops an ended workflow that does not exist. */
  async forget(id: string): Promise<void> {
    await this.broker.ask(this.broker.producer.zrem(this.keys.finishedWorkflows, id));
  }

  private async dueIn(key: string, count: number): Promise<string[]> {
    const { producer } = this.broker;
    const now = msOf(await this.broker.ask(producer.time()));
    return this.broker.ask(producer.zrangebyscore(key, '-inf', now, 'LIMIT', 0, count));
  }

  /** Leaves out one that was removed meanwhile. */
  private async later(key: string, id: string, afterMs: number): Promise<void> {
    await this.broker.ask(this.broker.producer.zadd(key, 'XX', Date.now() + afterMs, id));
  }
}
