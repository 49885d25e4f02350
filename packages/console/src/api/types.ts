import type { components } from '@celeriac/client';

/** Shapes of the API by the console's names for them. */
type Schemas = components['schemas'];

export type Task = Schemas['TaskDto'];
export type TaskChange = Schemas['TaskChangeDto'];
export type TaskWhy = Schemas['TaskWhyDto'];
export type Transition = Schemas['TransitionDto'];
export type AuditEntry = Schemas['AuditEntryDto'];
export type TaskStatus = Task['status'];
export type Queue = Schemas['QueueDto'];
export type Worker = Schemas['WorkerDto'];
export type TaskType = Schemas['TaskTypeDto'];
export type Schedule = Schemas['ScheduleDto'];
export type ErrorGroup = Schemas['ErrorGroupDto'];
export type Capabilities = Schemas['CapabilitiesDto'];
export type Stats = Schemas['StatsDto'];
export type WorkerCommand = Schemas['WorkerCommandDto'];
export type CommandOutcome = Schemas['CommandOutcomeDto'];
export type Workflow = Schemas['WorkflowDto'];
export type WorkflowDetails = Schemas['WorkflowDetailsDto'];
export type WorkflowStep = Schemas['StepDto'];
export type Tick = Schemas['TickDto'];
export type PreviewedTick = Schemas['PreviewedTickDto'];
export type Backfill = Schemas['BackfillDto'];
export type Session = Schemas['SessionDto'];
export type Role = 'viewer' | 'submitter' | 'operator' | 'admin';

export const STATUSES = [
  'PENDING',
  'STARTED',
  'RETRY',
  'SUCCESS',
  'FAILURE',
  'REVOKED',
] as const satisfies readonly TaskStatus[];
