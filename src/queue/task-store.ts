import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Broker } from './broker.js';
import { TaskNotFoundError } from './queue.errors.js';
import { Queues } from './queues.js';
import { isTaskId } from './task-id.js';
import { type JobRecord, type TaskSnapshot, jobFields, snapshotOf } from './task-snapshot.js';

/**
 * Finds a job by its id in whichever queue has it, and whether it runs, in one atomic step: two reads could see it
 * waiting in the first and finished in the second, and tell a story that never was.
 *
 * KEYS: the job's key in each queue, then each queue's list of active jobs. ARGV: the id, then the fields.
 * Returns {index of the queue, 1 if active, fields}, or nothing.
 */
const FIND_JOB = `
local queues = #KEYS / 2
for i = 1, queues do
  if redis.call('EXISTS', KEYS[i]) == 1 then
    local fields = redis.call('HMGET', KEYS[i], unpack(ARGV, 2))
    local active = redis.call('LPOS', KEYS[queues + i], ARGV[1])
    return { i, active and 1 or 0, fields }
  end
end
return false
`;

type FindJob = (...keysAndArguments: string[]) => Promise<[number, number, (string | null)[]] | null>;

/** Reads submitted tasks. */
@Injectable()
export class TaskStore implements OnModuleInit {
  private findJob: FindJob | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly queues: Queues,
  ) {}

  onModuleInit(): void {
    const { producer } = this.broker;
    producer.defineCommand('celeriacFindJob', { numberOfKeys: this.queues.all().length * 2, lua: FIND_JOB });
    const command: unknown = Reflect.get(producer, 'celeriacFindJob');
    // defineCommand adds the method to the client; its type is FIND_JOB's contract.
    if (typeof command === 'function') this.findJob = command.bind(producer) as FindJob;
  }

  /**
   * What is known of a task now.
   *
   * @throws TaskNotFoundError when there is none with this id, or its retention is over
   * @throws BrokerUnavailableError
   */
  async find(id: string): Promise<TaskSnapshot> {
    const snapshot = isTaskId(id) ? await this.read(id.toLowerCase()) : undefined;
    if (snapshot === undefined) throw new TaskNotFoundError(id);
    return snapshot;
  }

  private async read(id: string): Promise<TaskSnapshot | undefined> {
    const queues = this.queues.all();
    const jobKeys = queues.map(({ queue }) => queue.toKey(id));
    const activeKeys = queues.map(({ queue }) => queue.toKey('active'));
    if (this.findJob === undefined) throw new Error('TaskStore is used before the module was initialised');
    const found = await this.broker.ask(this.findJob(...jobKeys, ...activeKeys, id, ...jobFields));
    const queue = queues[(found?.[0] ?? 0) - 1];
    if (found === null || queue === undefined) return undefined;
    const [, active, values] = found;
    return snapshotOf(id, queue.name, recordOf(values), active === 1, Date.now());
  }
}

function recordOf(values: readonly (string | null)[]): JobRecord {
  // HMGET answers field by field, in the order of `jobFields`.
  return Object.fromEntries(jobFields.map((field, i) => [field, values[i] ?? null])) as JobRecord;
}
