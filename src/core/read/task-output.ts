import { Injectable } from '@nestjs/common';
import { Broker } from '../redis/broker.js';
import { Keys } from '../redis/keys.js';
import { Queues } from '../bullmq/queues.js';
import { readLines, readSomeLines, writeOutput } from '../bullmq/scripts/job-output.js';
import type { TaskSnapshot } from '../task/task-snapshot.js';
import type { QueueName } from '../task/queue-name.js';
import type { LogLines } from '../task/handle/task-event.js';

/** Maximum number of lines kept per task: the newest. For more, use the service's own log. */
export const MAX_LINES = 10_000;
/** Maximum size of these lines in UTF-8. */
export const MAX_LOG_BYTES = 1_048_576;
/** A part of a log, for readers that fetch all of it piece by piece. A single line may be larger. */
const PART = { lines: 200, bytes: 262_144 } as const;
/** Lines written in one step: a command cannot have too many arguments. */
const STEP_LINES = 1_000;

/** Output of a running task: its newest progress, and log lines in order. */
export interface OutputChanges {
  /** JSON. */
  readonly progress?: string;
  readonly lines: readonly string[];
}

/** Progress and log of submitted tasks: written by the worker that runs the task, read by any process. */
@Injectable()
export class TaskOutput {
  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
    private readonly keys: Keys,
  ) {}

  /**
   * For workers: waits while the broker is unavailable.
   *
   * @param maxBytes limit of the whole log; its newest line is always kept
   */
  async write(
    queue: QueueName,
    id: string,
    { progress, lines }: OutputChanges,
    maxBytes = MAX_LOG_BYTES,
  ): Promise<void> {
    const keys = this.queues.keys(queue);
    const { changes } = this.keys;
    for (let from = 0; from === 0 || from < lines.length; from += STEP_LINES) {
      const step = { progress: progress ?? '', lines: lines.slice(from, from + STEP_LINES) };
      const most = { mostLines: MAX_LINES, mostBytes: maxBytes };
      await writeOutput(this.broker.worker, keys, { id, changes, ...step, ...most });
    }
  }

  /**
   * All lines that are still kept.
   *
   * @throws BrokerUnavailableError
   */
  async read({ id, queue }: Pick<TaskSnapshot, 'id' | 'queue'>): Promise<LogLines> {
    const all = { id, wanted: 0, most: MAX_LINES };
    const reading = readLines(this.broker.producer, this.queues.keys(queue), all);
    const [first, lines] = await this.broker.ask(reading);
    return { first, lines };
  }

  /**
   * The newest lines, up to a number and a size; at least one if there is any.
   *
   * @throws BrokerUnavailableError
   */
  async readNewest(
    { id, queue, logLines }: Pick<TaskSnapshot, 'id' | 'queue' | 'logLines'>,
    { lines: most, bytes }: { readonly lines: number; readonly bytes: number },
  ): Promise<LogLines> {
    const wanted = Math.max(0, logLines - most);
    const reading = readLines(this.broker.producer, this.queues.keys(queue), { id, wanted, most });
    const [first, lines] = await this.broker.ask(reading);
    const left = countFitting(lines, bytes);
    return { first: first + lines.length - left, lines: lines.slice(lines.length - left) };
  }

  /**
   * As many lines from number `from` on as can wait in memory for a slow reader.
   *
   * @throws BrokerUnavailableError
   */
  async readPart({ id, queue }: Pick<TaskSnapshot, 'id' | 'queue'>, from: number): Promise<LogLines> {
    const part = { id, wanted: from, most: PART.lines, mostBytes: PART.bytes };
    const reading = readSomeLines(this.broker.producer, this.queues.keys(queue), part);
    const [first, lines] = await this.broker.ask(reading);
    return { first, lines };
  }
}

/** Number of the last lines that fit into a size in UTF-8; at least one if there is any. */
function countFitting(lines: readonly string[], bytes: number): number {
  let room = bytes;
  const tooOld = lines.findLastIndex((line, i) => {
    room -= Buffer.byteLength(line);
    return room < 0 && i < lines.length - 1;
  });
  return lines.length - 1 - tooOld;
}
