import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { isoTime } from '../../platform/timing/iso-time.js';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { LuaScript } from '../redis/lua-script.js';
import { integer, listOf, text, tuple } from '../redis/script-reply.js';

/**
 * Cause of a loss. `emptied`: the running server lost its data, by FLUSHALL, FLUSHDB or deleted keys. `replaced`: a
 * server responds that was started without the data. `unknown`: the Redis user may not use INFO, which distinguishes
 * servers.
 */
export const lossCauses = ['emptied', 'replaced', 'unknown'] as const;

type LossCause = (typeof lossCauses)[number];

const CAUSES: Readonly<Record<LossCause, string>> = {
  emptied: 'Redis was emptied while running (FLUSHALL, FLUSHDB or deleted keys)',
  replaced: 'Redis restarted or failed over without its data',
  unknown: 'Redis was emptied, or restarted without its data',
};

/** A loss of all data under REDIS_PREFIX. */
export interface DataLoss {
  /** Time of detection in ms since 1970, by the broker's clock. */
  readonly at: number;
  /** Number of tasks at the last check before the loss: the highest known to any process. */
  readonly tasks: number;
  readonly cause: LossCause;
}

/** The result of this process' last check. */
interface Seen {
  readonly id: string;
  /** Number of tasks in the index. */
  readonly tasks: number;
  readonly runId: string | undefined;
}

/** State before the first check. */
const UNSEEN: Seen = { id: '', tasks: 0, runId: undefined };

/**
 * Compares the id of the data with the one that the process knows. The id is stored twice, so that a single deleted key
 * is restored and does not count as a loss. Data without an id gets one: it is new, or older than the id.
 *
 * A loss is recorded once, by the first process that finds it. The others only raise its number of tasks. A process
 * that was away until the loss was acknowledged does not record it again: `previous` is the id of the lost data.
 *
 * `known`: the known id or ''. `newId`: for new data. Returns the id, the number of tasks in the index (-1: its key has
 * a wrong type), and the time, tasks and cause of an unacknowledged loss, otherwise three times ''.
 */
const COMPARE = new LuaScript({
  name: 'compare-data-id',
  keys: ['dataId', 'register', 'index'],
  args: ['known', 'newId', 'cause'],
  numbers: ['knownTasks'],
  text: `
local id = redis.call('GET', dataId)
local copy, previous, at, lost = unpack(redis.call('HMGET', register, 'id', 'previous', 'lost_at', 'tasks'))
if not id then
  id = copy or newId
  redis.call('SET', dataId, id)
end
if copy ~= id then redis.call('HSET', register, 'id', id) end
if known ~= '' and known ~= id then
  if previous ~= known then
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    redis.call('HSET', register, 'previous', known, 'lost_at', string.format('%.0f', now), 'tasks', knownTasks, 'cause', cause)
  elseif at and knownTasks > tonumber(lost) then
    redis.call('HSET', register, 'tasks', knownTasks)
  end
end
local loss = redis.call('HMGET', register, 'lost_at', 'tasks', 'cause')
local tasks = redis.call('TYPE', index)['ok']
if tasks == 'none' then tasks = 0
elseif tasks == 'zset' then tasks = redis.call('ZCARD', index)
else tasks = -1 end
return { id, tasks, loss[1] or '', loss[2] or '', loss[3] or '' }
`,
  reply: tuple(text, integer, text, text, text),
});

/** Ends a loss. Returns its time, tasks and cause, or nothing without a loss. */
const ACKNOWLEDGE = new LuaScript({
  name: 'acknowledge-loss',
  keys: ['register'],
  text: `
local loss = redis.call('HMGET', register, 'lost_at', 'tasks', 'cause')
redis.call('HDEL', register, 'lost_at', 'tasks', 'cause')
return loss[1] and loss or {}
`,
  reply: listOf(text),
});

/**
 * Detects the loss of all data in Redis by an id stored with the data. The loss is kept in Redis until an operator
 * acknowledges it, so that every process reports it, even one started later. A process that has not seen an id yet
 * treats an empty Redis as new. `BrokerState` compares at every check.
 */
@Injectable()
export class DataMark {
  private readonly logger = new Logger('Broker');
  private readonly listeners: (() => void)[] = [];
  private seen: Seen | undefined;
  /** The unacknowledged loss. */
  loss: DataLoss | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** @param listener called when this process finds that the data it knew is gone */
  onLoss(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** The unacknowledged loss as a sentence. */
  get problem(): string | undefined {
    return this.loss && `${sentenceOf(this.loss)}. Acknowledge it with POST /broker/acknowledge-loss`;
  }

  /**
   * Compares now. If the broker refuses, for example because it accepts no writes, the next check tries again.
   *
   * @param runId of the current server; undefined if Redis does not reveal it
   */
  async compare(runId: string | undefined): Promise<void> {
    try {
      await this.tryCompare(runId);
    } catch (error) {
      this.logger.debug(`The data mark in Redis could not be compared: ${String(error)}`);
    }
  }

  /**
   * Ends the loss for every process.
   *
   * @returns the loss, or undefined if there was none
   * @throws BrokerUnavailableError
   */
  async acknowledge(): Promise<DataLoss | undefined> {
    const found = await this.broker.ask(
      ACKNOWLEDGE.run(this.broker.producer, { register: this.keys.dataLoss }),
    );
    const loss = lossOf(...found);
    this.accept(undefined);
    return loss;
  }

  private async tryCompare(runId: string | undefined): Promise<void> {
    const before = this.seen;
    const { id: known, tasks: knownTasks, runId: knownRun } = before ?? UNSEEN;
    const { dataId, dataLoss: register, index } = this.keys;
    const cause = causeOf(knownRun, runId);
    const values = { dataId, register, index, known, newId: randomUUID(), knownTasks, cause };
    const [id, tasks, ...loss] = await this.broker.ask(COMPARE.run(this.broker.producer, values));
    this.seen = { id, tasks: tasks < 0 ? knownTasks : tasks, runId: runId ?? knownRun };
    const isLost = before !== undefined && before.id !== id;
    if (isLost) this.report(before, runId);
    this.accept(lossOf(...loss), isLost);
  }

  private report(before: Seen, runId: string | undefined): void {
    const cause = causeOf(before.runId, runId);
    this.logger.error(`${CAUSES[cause]}: the ${before.tasks} tasks that this process knew of are gone`, {
      tasks: before.tasks,
      cause,
    });
    for (const listener of this.listeners) listener();
  }

  /** @param isLogged true if this process has logged it already */
  private accept(loss: DataLoss | undefined, isLogged = false): void {
    const before = this.loss;
    this.loss = loss;
    if (loss !== undefined && before === undefined && !isLogged) this.logger.warn(this.problem);
    if (loss === undefined && before !== undefined)
      this.logger.log('The loss of data in Redis has been acknowledged');
  }
}

function causeOf(before: string | undefined, now: string | undefined): LossCause {
  if (before === undefined || now === undefined) return 'unknown';
  return before === now ? 'emptied' : 'replaced';
}

function sentenceOf({ at, tasks, cause }: DataLoss): string {
  return `${CAUSES[cause]}: the ${tasks} tasks stored before ${isoTime(at)} are gone`;
}

/** Parses the replies of COMPARE and ACKNOWLEDGE. */
function lossOf(at = '', tasks = '', cause = ''): DataLoss | undefined {
  if (at === '') return undefined;
  // Only COMPARE writes it, from `causeOf`.
  return { at: Number(at), tasks: Number(tasks), cause: cause as LossCause };
}
