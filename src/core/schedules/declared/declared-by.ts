import { createHash } from 'node:crypto';
import type { DiscoveryService } from '@nestjs/core';
import type { ScheduleOptions } from '../../task/options/schedule-options.js';
import type { RegisteredTask } from '../../task/task-registry.js';
import { isPart } from '../../workflows/builder/part.js';
import { definitionOf } from '../../workflows/builder/workflow.js';
import type { ScheduleDefinition } from '../schedule.js';
import { withDefaults } from '../schedule-definition.js';
import { type ScheduledWorkflow, WorkflowScheduleDefinition } from './schedule.decorator.js';

/** A schedule of the code. */
export interface Declared {
  readonly id: string;
  readonly definition: ScheduleDefinition;
  /** Changes with the declaration. */
  readonly fingerprint: string;
  /** The class that declares it, for messages. */
  readonly owner: string;
}

/** The schedules of a @Task. */
export function declaredByTask(task: RegisteredTask): Declared[] {
  const { name, schedule, schedules = [] } = task.options;
  const all = [...(schedule ? [{ ...schedule, id: name }] : []), ...schedules];
  const owner = `${task.handler.constructor.name} (${name})`;
  return all.map(({ id, payload, options = {}, ...rules }) =>
    declared(id, owner, withDefaults({ task: name, payload, options, ...rulesOf(rules) })),
  );
}

/** The schedules of all classes with @Schedule. */
export function declaredByClasses(discovery: DiscoveryService): Declared[] {
  return discovery.getProviders({ metadataKey: WorkflowScheduleDefinition.KEY }).flatMap((wrapper) => {
    const options = discovery.getMetadataByDecorator(WorkflowScheduleDefinition, wrapper);
    // @Schedule decorates only classes with a `workflow`.
    const source = wrapper.instance as ScheduledWorkflow | undefined;
    if (options === undefined || source === undefined) return [];
    const { id, ...rules } = options;
    const written = source.workflow();
    const workflow = isPart(written) ? definitionOf(written) : written;
    return [declared(id, source.constructor.name, withDefaults({ workflow, ...rulesOf(rules) }))];
  });
}

function rulesOf({ startAt, endAt, ...rules }: Omit<ScheduleOptions<object>, 'payload' | 'options'>) {
  return { ...rules, startAt: startAt?.getTime() ?? null, endAt: endAt?.getTime() ?? null };
}

function declared(id: string, owner: string, definition: ScheduleDefinition): Declared {
  const json = JSON.stringify(definition);
  const fingerprint = createHash('sha256').update(json).digest('hex').slice(0, 16);
  return { id, owner, definition, fingerprint };
}
