import type { CatchUp, Overlap, ScheduledOptions } from '../task/options/schedule-options.js';
import { idOf } from '../task/task-id.js';
import type { WorkflowDefinition } from '../workflows/definition/workflow-definition.js';
import type { SealedWorkflow } from './submitting/sealed-workflow.js';
import type { TickRule } from './times/tick-times.js';

/** When a schedule ticks, and what it does about ticks that overlap or were missed. Times: ms since 1970. */
export interface ScheduleRules extends TickRule {
  readonly overlap: Overlap;
  readonly catchUp: CatchUp;
  readonly catchUpWindowMs: number;
  readonly jitterMs: number;
  readonly note: string | null;
}

/** A task that is submitted again and again. */
export interface TaskSchedule extends ScheduleRules {
  /** Name of the task. */
  readonly task: string;
  readonly payload: object;
  readonly options: ScheduledOptions;
  readonly workflow?: undefined;
}

/** A workflow that is started again and again. */
export interface WorkflowSchedule extends ScheduleRules {
  readonly workflow: WorkflowDefinition;
  readonly task?: undefined;
}

/** The work of a schedule, and its times. */
export type ScheduleDefinition = TaskSchedule | WorkflowSchedule;

/** The payload as stored: the task's secret fields are encrypted, and their paths named. */
export interface SealedTaskSchedule extends TaskSchedule {
  readonly sealed?: readonly string[] | undefined;
}

/** The workflow as stored: the payload of each step is sealed like that of a single task. */
export interface SealedWorkflowSchedule extends Omit<WorkflowSchedule, 'workflow'> {
  readonly workflow: SealedWorkflow;
}

export type SealedDefinition = SealedTaskSchedule | SealedWorkflowSchedule;

export const scheduleSources = ['code', 'api'] as const;

/** `code`: as its @Task says. `api`: created or changed by a request. */
export type ScheduleSource = (typeof scheduleSources)[number];

export interface SchedulePause {
  /** ms since 1970 */
  readonly since: number;
  /** Name of the API key, `anonymous`, or `celeriac` itself. */
  readonly by: string;
  readonly note: string | null;
}

/** The part of a schedule that only people and code change. */
export interface ScheduleFacts {
  readonly definition: SealedDefinition;
  readonly source: ScheduleSource;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Name of the API key, `anonymous`, or `code`. */
  readonly changedBy: string;
  /** Name of the API key under which its work runs. Omitted without keys, and for code. */
  readonly submittedBy?: string | undefined;
  readonly pause: SchedulePause | null;
}

/** The part that ticks change. */
export interface ScheduleProgress {
  /** Increases with every change of the facts. 0: it does not exist yet. */
  readonly revision: number;
  /** The next tick; null if there is none, and while it is paused. */
  readonly tick: number | null;
  /** The time at which that is submitted: later by its jitter. */
  readonly due: number | null;
  /** The tick that waits for the end of an earlier one's work (`overlap: 'queue'`). */
  readonly queued: number | null;
  /** Ids of the latest tasks or workflows that had not ended when last looked at, oldest first. */
  readonly open: readonly string[];
  /** The newest tick that was handled: submitted, skipped or missed. */
  readonly lastTick: number | null;
  /** Number of ticks that were missed so far. */
  readonly missed: number;
  /** Since when workers find that they do not know its task, or one of its workflow's. */
  readonly unknownSince: number | null;
}

export interface Schedule extends ScheduleFacts, ScheduleProgress {
  readonly id: string;
}

/** `ended`: no tick is left. */
export type ScheduleState = 'active' | 'paused' | 'ended';

export function stateOf({ pause, tick, queued }: Schedule): ScheduleState {
  if (pause !== null) return 'paused';
  return tick === null && queued === null ? 'ended' : 'active';
}

/** Small letters, digits, dots, hyphens and underscores, so that an id needs no escapes in a URL. */
export const SCHEDULE_ID = /^[a-z0-9][a-z0-9._-]{0,79}$/;

/** The id of a tick's task or workflow: the same in every process, so that it is stored once, whoever submits it. */
export function tickWorkId(scheduleId: string, tick: number): string {
  return idOf(`schedule/${scheduleId}/${tick}`, tick);
}

/** The tag of every task or workflow that a schedule submits. */
export function tagOf(scheduleId: string): string {
  return `schedule:${scheduleId}`;
}
