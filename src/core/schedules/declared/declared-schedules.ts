import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { BrokerUnavailableError } from '../../redis/broker.errors.js';
import type { ScheduleOptions } from '../../task/options/schedule-options.js';
import { WiringError } from '../../task/queue.errors.js';
import { type RegisteredTask, TaskRegistry } from '../../task/task-registry.js';
import { ScheduleStore } from '../records/schedule-store.js';
import type { ScheduleDefinition } from '../schedule.js';
import { ScheduleChanges } from '../schedule-changes.js';
import { checkDefinition, checkId, withDefaults } from '../schedule-definition.js';
import { ScheduledWork } from '../submitting/scheduled-work.js';

/** A schedule of a @Task. */
interface Declared {
  readonly id: string;
  readonly definition: ScheduleDefinition;
  /** Changes with the declaration. */
  readonly fingerprint: string;
  /** Class of the task, for messages. */
  readonly owner: string;
}

/**
 * The schedules declared by @Task. The process does not start if one is invalid, or two have one id. A worker stores
 * those that have changed in code since they were last stored, and removes those that are gone: what people changed in
 * the meantime stays until the code changes.
 */
@Injectable()
export class DeclaredSchedules implements OnApplicationBootstrap {
  private readonly logger = new Logger('Schedules');
  private declared: readonly Declared[] = [];

  constructor(
    private readonly registry: TaskRegistry,
    private readonly store: ScheduleStore,
    private readonly changes: ScheduleChanges,
    private readonly work: ScheduledWork,
  ) {}

  /** Later than the registry, which is filled by then. */
  onApplicationBootstrap(): void {
    this.declared = this.registry.all().flatMap(declaredBy);
    refuseTwins(this.declared);
    for (const one of this.declared) this.check(one);
  }

  /** Stores what has changed in code. @throws BrokerUnavailableError */
  async sync(): Promise<void> {
    const stored = await this.store.declared();
    for (const one of this.declared) if (stored.get(one.id) !== one.fingerprint) await this.put(one);
    const ids = new Set(this.declared.map(({ id }) => id));
    for (const id of stored.keys()) if (!ids.has(id)) await this.remove(id);
  }

  /** One that cannot be stored does not keep the others from it. */
  private async put({ id, definition, fingerprint }: Declared): Promise<void> {
    try {
      await this.changes.put(id, definition, { by: 'code', fingerprint });
      this.logger.log(`Stored the schedule ${id} of ${definition.task}`, { schedule_id: id });
    } catch (error) {
      if (error instanceof BrokerUnavailableError) throw error;
      this.logger.error(`The schedule ${id} of ${definition.task} was not stored: ${String(error)}`);
    }
  }

  private async remove(id: string): Promise<void> {
    const existed = await this.store.remove(id, { isGone: true });
    if (existed)
      this.logger.warn(`Removed the schedule ${id}: no task declares it any more`, { schedule_id: id });
  }

  private check({ id, definition, owner }: Declared): void {
    try {
      checkId(id);
      this.work.seal(checkDefinition(definition), true);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new WiringError(
        `@Task of ${definition.task} (${owner}): its schedule ${id} is not valid. ${why}`,
      );
    }
  }
}

function declaredBy(task: RegisteredTask): Declared[] {
  const { name, schedule, schedules = [] } = task.options;
  const all = [...(schedule ? [{ ...schedule, id: name }] : []), ...schedules];
  return all.map(({ id, ...options }) => {
    const definition = definitionOf(name, options);
    return { id, definition, fingerprint: fingerprintOf(definition), owner: task.handler.constructor.name };
  });
}

function definitionOf(
  task: string,
  { startAt, endAt, ...given }: ScheduleOptions<object>,
): ScheduleDefinition {
  return withDefaults({
    ...given,
    task,
    startAt: startAt?.getTime() ?? null,
    endAt: endAt?.getTime() ?? null,
  });
}

function fingerprintOf(definition: ScheduleDefinition): string {
  return createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 16);
}

function refuseTwins(declared: readonly Declared[]): void {
  const owners = new Map<string, string>();
  for (const { id, owner, definition } of declared) {
    const shown = `${owner} (${definition.task})`;
    const other = owners.get(id);
    if (other !== undefined)
      throw new WiringError(
        `Two schedules have the id ${id}: one of ${other} and one of ${shown}. Rename one of them.`,
      );
    owners.set(id, shown);
  }
}
