import { ApiProperty } from '@nestjs/swagger';
import type { BackfilledTick } from '../../core/schedules/schedule-runs.js';
import {
  type TickEntry,
  type TickOutcome,
  type TickTrigger,
  tickOutcomes,
  tickTriggers,
} from '../../core/schedules/tick-entry.js';
import type { WorkId } from '../../core/schedules/submitting/scheduled-kind.js';
import type { PreviewedTick } from '../../core/schedules/tick-preview.js';
import { isoTime } from '../../platform/timing/iso-time.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';
import { NullableField } from '../schema/fields.js';

/** The id of a submitted task or workflow: one of the two. */
const TASK_ID = { type: String, format: 'uuid', nullable: true, example: EXAMPLE_ID } as const;
const WORKFLOW_ID = {
  ...TASK_ID,
  example: null,
  description: 'Instead of `task_id`, if the schedule starts a workflow',
} as const;

/** A tick to come. */
export class PreviewedTickDto {
  @ApiProperty({ format: 'date-time', example: '2027-03-28T01:00:00.000Z' })
  at!: string;

  @ApiProperty({
    example: '2027-03-28T03:00:00+02:00',
    description: 'The same time in the zone of the schedule',
  })
  local!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['gap', 'overlap', null],
    example: 'gap',
    description:
      '`gap`: a clock change skips this time, so the tick is right after it. `overlap`: a clock change repeats ' +
      'this time',
  })
  clock_change!: 'gap' | 'overlap' | null;
}

export class PreviewDto {
  @ApiProperty({ type: [PreviewedTickDto], description: 'Soonest first; jitter is not included' })
  items!: PreviewedTickDto[];

  static of(ticks: readonly PreviewedTick[]): PreviewDto {
    return {
      items: ticks.map(({ at, local, change }) => ({ at: isoTime(at), local, clock_change: change })),
    };
  }
}

/** A line in the history of a schedule. */
export class TickDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-24T02:00:00.000Z' })
  tick_at!: string;

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T02:00:00.004Z',
    description: 'Time at which it was handled',
  })
  at!: string;

  @ApiProperty({
    enum: tickTriggers,
    example: 'schedule',
    description:
      '`schedule`: on time. `catch-up`: missed and submitted afterwards. `queue`: it waited for an earlier tick. ' +
      '`run`, `backfill`: by a request',
  })
  trigger!: TickTrigger;

  @ApiProperty({
    enum: tickOutcomes,
    example: 'submitted',
    description: 'A queued tick gets a second entry when it is submitted',
  })
  outcome!: TickOutcome;

  @ApiProperty(TASK_ID)
  task_id!: string | null;

  @ApiProperty(WORKFLOW_ID)
  workflow_id!: string | null;

  @NullableField.text({ example: null, description: 'Why nothing was submitted' })
  reason!: string | null;

  @ApiProperty({ type: 'integer', example: 4, description: 'Delay after the planned time' })
  lateness_ms!: number;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'Number of missed ticks; `tick_at` is the last of them',
  })
  count!: number;

  static of({ tick, at, trigger, outcome, reason, latenessMs, count, ...ids }: TickEntry): TickDto {
    return {
      ...{ tick_at: isoTime(tick), at: isoTime(at), trigger, outcome, ...idsJson(ids), reason },
      ...{ lateness_ms: latenessMs, count },
    };
  }
}

export class TicksDto {
  @ApiProperty({ type: [TickDto], description: 'Newest first' })
  items!: TickDto[];
}

const BACKFILL_OUTCOMES = ['planned', 'exists', 'submitted', 'refused'] as const;

/** A past tick. */
export class BackfilledTickDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-02T02:00:00.000Z' })
  tick_at!: string;

  @ApiProperty(TASK_ID)
  task_id!: string | null;

  @ApiProperty(WORKFLOW_ID)
  workflow_id!: string | null;

  @ApiProperty({
    enum: BACKFILL_OUTCOMES,
    example: 'submitted',
    description:
      '`planned`: a dry run. `exists`: its task or workflow is still kept, so no other is submitted',
  })
  outcome!: (typeof BACKFILL_OUTCOMES)[number];

  @NullableField.text({ example: null, description: 'Why it was refused' })
  reason!: string | null;
}

export class BackfillDto {
  @ApiProperty({ example: false })
  dry_run!: boolean;

  @ApiProperty({
    type: 'integer',
    example: 7,
    description: 'Number of ticks submitted, or to be submitted after a dry run',
  })
  count!: number;

  @ApiProperty({ type: [BackfilledTickDto], description: 'Every tick of the period, oldest first' })
  items!: BackfilledTickDto[];

  static of(ticks: readonly BackfilledTick[], isDryRun: boolean): BackfillDto {
    const counted = isDryRun ? 'planned' : 'submitted';
    return {
      dry_run: isDryRun,
      count: ticks.filter(({ outcome }) => outcome === counted).length,
      items: ticks.map(({ tick, outcome, reason, ...ids }) => {
        return { tick_at: isoTime(tick), ...idsJson(ids), outcome, reason };
      }),
    };
  }
}

/** The task or workflow that a run has submitted. */
export class ScheduleRunDto {
  @ApiProperty(TASK_ID)
  task_id!: string | null;

  @ApiProperty(WORKFLOW_ID)
  workflow_id!: string | null;

  @ApiProperty({ enum: ['PENDING'], example: 'PENDING' })
  status!: 'PENDING';

  static of(ids: WorkId): ScheduleRunDto {
    return { ...idsJson(ids), status: 'PENDING' };
  }
}

function idsJson({ taskId, workflowId }: WorkId) {
  return { task_id: taskId, workflow_id: workflowId };
}
