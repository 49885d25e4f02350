import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { scoredOf } from '../redis/scored.js';
import { nothing } from '../redis/script-reply.js';
import { WorkerDirectory } from './worker-directory.js';
import type { WorkerReport } from './worker-report.js';

/** Number of deploys that are kept. */
const KEPT = 50;

/** A version of the workers, and the time at which the first of them started: ms since 1970, by the broker's clock. */
export interface Deploy {
  readonly version: string;
  readonly at: number;
}

/** Adds a version at the broker's time, unless it is the newest one. A member is `<ms>|<version>`. */
const ADD = new LuaScript({
  name: 'add-deploy',
  keys: ['deploys'],
  args: ['version'],
  numbers: ['most'],
  text: `
local newest = redis.call('ZRANGE', deploys, -1, -1)[1]
if newest and newest:sub(newest:find('|', 1, true) + 1) == version then return nil end
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('ZADD', deploys, now, now .. '|' .. version)
redis.call('ZREMRANGEBYRANK', deploys, 0, -1 - most)
return nil
`,
  reply: nothing,
});

/**
 * The deploys of the workers. A version that starts while no other live worker has it is one, so that a rollback is,
 * too, and the restart of a worker is not.
 */
@Injectable()
export class Deploys {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly directory: WorkerDirectory,
  ) {}

  /** Records the version of a worker that has started. @throws BrokerUnavailableError */
  async arrived({ id, version }: Pick<WorkerReport, 'id' | 'version'>): Promise<void> {
    const live = await this.directory.live();
    if (live.some((worker) => worker.id !== id && worker.version === version)) return;
    const { deploys } = this.keys;
    await this.broker.ask(ADD.run(this.broker.producer, { deploys, version, most: KEPT }));
  }

  /** Newest first. @throws BrokerUnavailableError */
  async all(): Promise<Deploy[]> {
    const reading = this.broker.producer.zrange(this.keys.deploys, 0, -1, 'REV', 'WITHSCORES');
    return scoredOf(await this.broker.ask(reading)).map(({ member, score }) => ({
      version: member.slice(member.indexOf('|') + 1),
      at: score,
    }));
  }
}
