import { Injectable } from '@nestjs/common';
import type { QueryKnowledge } from '../../core/query/suggest/suggest-at.js';
import { TaskList } from '../../core/read/task-list.js';
import { BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { KnownQueues } from '../../core/task/known-queues.js';
import { TaskRegistry } from '../../core/task/task-registry.js';
import type { TaskSnapshot } from '../../core/task/task-snapshot.js';
import { WorkerDirectory } from '../../core/workers/worker-directory.js';
import { TaskTypes } from '../task-types/task-types.js';

/** Number of the newest tasks whose values are suggested. */
const RECENT = 200;
/** Clients ask at every keystroke. */
const KEPT_MS = 5_000;

type Values = QueryKnowledge['values'];

/** Suggests task types and queues of this service, and values of its newest tasks. */
@Injectable()
export class Suggestions {
  private types: QueryKnowledge['types'] | undefined;
  private recent: Promise<Values> | undefined;
  private readUntil = 0;

  constructor(
    private readonly taskTypes: TaskTypes,
    private readonly queues: KnownQueues,
    private readonly registry: TaskRegistry,
    private readonly list: TaskList,
    private readonly workers: WorkerDirectory,
  ) {}

  async knowledge(seesPayloads: boolean): Promise<QueryKnowledge> {
    this.types ??= this.taskTypes
      .all()
      .map(({ name, payload_schema: payload, result_schema: result }) => ({ name, payload, result }));
    if (performance.now() >= this.readUntil) {
      this.readUntil = performance.now() + KEPT_MS;
      this.recent = this.recentValues();
    }
    return { values: (await this.recent) ?? {}, types: this.types, seesPayloads };
  }

  /** Reads the newest tasks again at the next request. */
  forget(): void {
    this.readUntil = 0;
  }

  private async recentValues(): Promise<Values> {
    const names = this.registry.all().map(({ options }) => options.name);
    const known = { name: names, queue: this.queues.names };
    try {
      const [{ items }, workers] = await Promise.all([this.list.page({}, RECENT), this.workers.all()]);
      const recent = valuesOf(items);
      return {
        ...recent,
        name: [...new Set([...(recent.name ?? []), ...names])],
        queue: known.queue,
        worker: [...new Set([...workers.map(({ name }) => name), ...(recent.worker ?? [])])],
      };
    } catch (error) {
      if (error instanceof BrokerUnavailableError) return known; // a query can be written meanwhile
      throw error;
    }
  }
}

/** The values of tasks, the most frequent first. */
function valuesOf(tasks: readonly TaskSnapshot[]): Values {
  const all = (read: (task: TaskSnapshot) => readonly (string | null | undefined)[]) =>
    byFrequency(tasks.flatMap(read));
  return {
    name: all(({ name }) => [name]),
    tag: all(({ tags }) => tags),
    worker: all(({ worker }) => [worker]),
    submitted_by: all(({ submittedBy }) => [submittedBy]),
    revoke_reason: all(({ revokeReason }) => [revokeReason]),
    'error.type': all(({ error }) => [error?.type]),
  };
}

function byFrequency(values: readonly (string | null | undefined)[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}
