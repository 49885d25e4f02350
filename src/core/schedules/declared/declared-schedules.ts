import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { BrokerUnavailableError } from '../../redis/broker.errors.js';
import { WiringError } from '../../task/queue.errors.js';
import { TaskRegistry } from '../../task/task-registry.js';
import { ScheduleStore } from '../records/schedule-store.js';
import { ScheduleChanges } from '../schedule-changes.js';
import { checkDefinition, checkId } from '../schedule-definition.js';
import { ScheduledWork } from '../submitting/scheduled-work.js';
import { type Declared, declaredByClasses, declaredByTask } from './declared-by.js';

/**
 * The schedules declared by @Task and @Schedule. The process does not start if one is invalid, or two have one id. A worker stores
 * those that have changed in code since they were last stored, and removes those that are gone: what people changed in
 * the meantime stays until the code changes.
 */
@Injectable()
export class DeclaredSchedules implements OnApplicationBootstrap {
  private readonly logger = new Logger('Schedules');
  private declared: readonly Declared[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly registry: TaskRegistry,
    private readonly store: ScheduleStore,
    private readonly changes: ScheduleChanges,
    private readonly work: ScheduledWork,
  ) {}

  /** Later than the registry, which is filled by then. */
  onApplicationBootstrap(): void {
    this.declared = [...this.registry.all().flatMap(declaredByTask), ...declaredByClasses(this.discovery)];
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
  private async put({ id, definition, fingerprint, owner }: Declared): Promise<void> {
    try {
      await this.changes.put(id, definition, { by: 'code', fingerprint });
      this.logger.log(`Stored the schedule ${id} of ${owner}`, { schedule_id: id });
    } catch (error) {
      if (error instanceof BrokerUnavailableError) throw error;
      this.logger.error(`The schedule ${id} of ${owner} was not stored: ${String(error)}`);
    }
  }

  private async remove(id: string): Promise<void> {
    const existed = await this.store.remove(id, { isGone: true });
    if (existed)
      this.logger.warn(`Removed the schedule ${id}: nothing in the code declares it any more`, {
        schedule_id: id,
      });
  }

  private check({ id, definition, owner }: Declared): void {
    try {
      checkId(id);
      this.work.seal(checkDefinition(definition), true);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new WiringError(`The schedule ${id} of ${owner} is not valid. ${why}`);
    }
  }
}

function refuseTwins(declared: readonly Declared[]): void {
  const owners = new Map<string, string>();
  for (const { id, owner } of declared) {
    const other = owners.get(id);
    if (other !== undefined)
      throw new WiringError(
        `Two schedules have the id ${id}: one of ${other} and one of ${owner}. Rename one of them.`,
      );
    owners.set(id, owner);
  }
}
