import { ApiProperty } from '@nestjs/swagger';
import {
  type Schedule,
  type ScheduleSource,
  type ScheduleState,
  type SealedDefinition,
  scheduleSources,
  stateOf,
} from '../../core/schedules/schedule.js';
import { type CatchUp, type Overlap, catchUps, overlaps } from '../../core/task/options/schedule-options.js';
import { isoTime, isoTimeOrNull } from '../../platform/timing/iso-time.js';
import { EXAMPLE_SCHEDULE_ID } from './schedule-id.js';
import { ShownOptionsDto } from './shown-options.dto.js';
import { shownPayload, shownWorkflow } from './shown-workflow.js';
import { NullableField } from '../schema/fields.js';

class SchedulePauseDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-24T08:00:00.000Z' })
  since!: string;

  @ApiProperty({
    example: 'ops',
    description:
      'Name of the API key; `anonymous` if no keys are configured; `celeriac` if the service paused it, because it ' +
      'cannot continue',
  })
  by!: string;

  @NullableField.text({ example: 'until the database is moved' })
  note!: string | null;
}

/** A rule that submits a task or starts a workflow again and again. */
export class ScheduleDto {
  @ApiProperty({ example: EXAMPLE_SCHEDULE_ID })
  schedule_id!: string;

  @ApiProperty({
    enum: ['active', 'paused', 'ended'],
    example: 'active',
    description: '`ended`: no tick is left',
  })
  state!: ScheduleState;

  @NullableField.text({ example: 'reports.nightly', description: 'Null if it starts a workflow' })
  task!: string | null;

  @ApiProperty({
    type: Object,
    additionalProperties: true,
    nullable: true,
    example: {},
    description: 'Shown to admins only, without secret fields; else null',
  })
  payload!: object | null;

  @ApiProperty({
    type: Object,
    additionalProperties: true,
    nullable: true,
    example: null,
    description:
      'The workflow that it starts, as in POST /workflows, without `webhook_url`; null if it submits a task. Only ' +
      'admins see `payload` and `each` of its steps, without secret fields',
  })
  workflow!: object | null;

  @ApiProperty({
    type: ShownOptionsDto,
    description: 'Options of each submit that differ from those of the task type',
  })
  options!: ShownOptionsDto;

  @NullableField.text({ example: '0 3 * * *' })
  cron!: string | null;

  @NullableField.integer({ example: null })
  every_ms!: number | null;

  @ApiProperty({ example: 'Europe/Berlin' })
  tz!: string;

  @NullableField.time({ example: null })
  start_at!: string | null;

  @NullableField.time({ example: null })
  end_at!: string | null;

  @ApiProperty({ enum: overlaps, example: 'skip' })
  overlap!: Overlap;

  @ApiProperty({ enum: catchUps, example: 'last' })
  catch_up!: CatchUp;

  @ApiProperty({ type: 'integer', example: 86_400_000 })
  catch_up_window_ms!: number;

  @ApiProperty({ type: 'integer', example: 0 })
  jitter_ms!: number;

  @NullableField.text({ example: 'Sent to the board at 8' })
  note!: string | null;

  @ApiProperty({
    enum: scheduleSources,
    example: 'api',
    description: '`code`: as declared in code. `api`: created or changed by a request',
  })
  source!: ScheduleSource;

  @NullableField.nested(SchedulePauseDto, { example: null })
  pause!: SchedulePauseDto | null;

  @NullableField.time({
    example: '2026-11-25T02:00:00.000Z',
    description: 'Null while it is paused, and if no tick is left',
  })
  next_tick_at!: string | null;

  @NullableField.time({
    example: '2026-11-24T02:00:00.000Z',
    description: 'The newest tick that was submitted, skipped or missed',
  })
  last_tick_at!: string | null;

  @NullableField.time({
    example: null,
    description: 'The tick that waits until the task or workflow of an earlier one has ended',
  })
  queued_tick_at!: string | null;

  @ApiProperty({ type: 'integer', example: 0, description: 'Ticks that were missed since it was created' })
  missed!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-01T10:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-01T10:00:00.000Z' })
  changed_at!: string;

  @ApiProperty({
    example: 'ops',
    description: 'Name of the API key; `code` for a schedule as declared in code',
  })
  changed_by!: string;

  /** @param seesPayload whether the reader may see payloads */
  static of(schedule: Schedule, seesPayload: boolean): ScheduleDto {
    const { definition, pause } = schedule;
    return {
      ...{ schedule_id: schedule.id, state: stateOf(schedule) },
      ...shownWork(definition, seesPayload),
      ...{ cron: definition.cron ?? null, every_ms: definition.everyMs ?? null, tz: definition.tz },
      ...{ start_at: isoTimeOrNull(definition.startAt), end_at: isoTimeOrNull(definition.endAt) },
      ...{ overlap: definition.overlap, catch_up: definition.catchUp },
      ...{ catch_up_window_ms: definition.catchUpWindowMs, jitter_ms: definition.jitterMs },
      ...{ note: definition.note, source: schedule.source },
      pause: pause && { ...pause, since: isoTime(pause.since) },
      next_tick_at: isoTimeOrNull(schedule.tick),
      last_tick_at: isoTimeOrNull(schedule.lastTick),
      queued_tick_at: isoTimeOrNull(schedule.queued),
      ...{ missed: schedule.missed, created_at: isoTime(schedule.createdAt) },
      ...{ changed_at: isoTime(schedule.changedAt), changed_by: schedule.changedBy },
    };
  }
}

export class SchedulePageDto {
  @ApiProperty({ type: [ScheduleDto], description: 'Sorted by ID' })
  items!: ScheduleDto[];

  @NullableField.text({
    example: null,
    description:
      'Cursor of the next page; null on the last page. With a filter, a page may have fewer than `limit` items and ' +
      'still be followed by another: a search stops after a quarter of a second',
  })
  next_cursor!: string | null;
}

function shownWork(definition: SealedDefinition, seesPayload: boolean) {
  if (definition.workflow !== undefined) {
    const workflow = shownWorkflow(definition.workflow, seesPayload);
    return { task: null, payload: null, options: {}, workflow };
  }
  const { task, payload, sealed, options } = definition;
  return {
    task,
    payload: seesPayload ? shownPayload(payload, sealed) : null,
    options: ShownOptionsDto.of(options),
    workflow: null,
  };
}
