import { Injectable, applyDecorators } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { ScheduleOptions } from '../../task/options/schedule-options.js';
import type { Part } from '../../workflows/builder/part.js';
import type { WorkflowDefinition } from '../../workflows/definition/workflow-definition.js';

/** When a workflow is started again and again. Each option has its default in its comment. */
export interface WorkflowScheduleOptions extends Omit<ScheduleOptions<object>, 'payload' | 'options'> {
  readonly id: string;
}

/** A class with @Schedule. */
export interface ScheduledWorkflow {
  /** Called once when the process starts: the same workflow is started at each tick. */
  workflow(): WorkflowDefinition | Part<unknown>;
}

/** The metadata key by which @Schedule options are found. */
export const WorkflowScheduleDefinition = DiscoveryService.createDecorator<WorkflowScheduleOptions>();

/** Declares a schedule that starts a workflow. The class must also be listed in the `providers` of its module. */
export function Schedule(options: WorkflowScheduleOptions) {
  const decorate: ClassDecorator = applyDecorators(Injectable(), WorkflowScheduleDefinition(options));
  return (target: new (...dependencies: never[]) => ScheduledWorkflow): void => void decorate(target);
}
