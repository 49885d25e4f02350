import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ScheduleStore } from '../../core/schedules/records/schedule-store.js';
import type { Schedule } from '../../core/schedules/schedule.js';
import { SchedulePauses } from '../../core/schedules/schedule-pauses.js';
import { ScheduleRuns } from '../../core/schedules/schedule-runs.js';
import { previewTicks } from '../../core/schedules/tick-preview.js';
import { principalOf, shownName } from '../access/principal.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { submitContextOf } from '../access/submit-context-of.js';
import { Audited } from '../audit/audited.decorator.js';
import { ApiIdempotent } from '../idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { DEFAULT_LIMIT } from '../schema/paging.js';
import { ApiReason, ReasonDto } from '../schema/reason.dto.js';
import { BackfillRequestDto, PauseRequestDto, PreviewRequestDto } from './schedule-actions.dto.js';
import { BackfillDto, PreviewDto, ScheduleRunDto, TickDto, TicksDto } from './schedule-answers.dto.js';
import { tickRuleOf } from './schedule-definition.js';
import { ApiScheduleId } from './schedule-id.js';
import { PreviewQuery, TicksQuery } from './schedule-queries.dto.js';
import { ScheduleDto } from './schedule.dto.js';
import { seesPayloads } from './schedules.controller.js';

const DEFAULT_COUNT = 10;

/** Actions on a schedule that leave its definition as it is, and its preview and ticks. */
@ApiTags('Schedules')
@Controller('schedules')
export class ScheduleActionsController {
  constructor(
    private readonly store: ScheduleStore,
    private readonly pauses: SchedulePauses,
    private readonly runs: ScheduleRuns,
  ) {}

  @Post('preview')
  @RequireRole('viewer')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'previewRule',
    summary: 'Preview the ticks of a rule without storing it',
    description: 'Checks the rule like a PUT.',
  })
  @ApiOkResponse({ type: PreviewDto, description: 'The next ticks' })
  @ApiProblems('validation', 'broker-unavailable')
  async previewRule(
    @Body() { count = DEFAULT_COUNT, after, ...rule }: PreviewRequestDto,
  ): Promise<PreviewDto> {
    const from = after === undefined ? await this.store.now() : Date.parse(after);
    return PreviewDto.of(previewTicks(tickRuleOf(rule), from, count));
  }

  @Get(':schedule_id/preview')
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'previewSchedule',
    summary: 'Show the next ticks of a schedule',
    description: 'Also while it is paused.',
  })
  @ApiScheduleId()
  @ApiOkResponse({ type: PreviewDto, description: 'The next ticks' })
  @ApiProblems('validation', 'schedule-not-found', 'broker-unavailable')
  async preview(
    @Param('schedule_id') id: string,
    @Query() { count = DEFAULT_COUNT }: PreviewQuery,
  ): Promise<PreviewDto> {
    const { definition } = await this.store.get(id);
    return PreviewDto.of(previewTicks(definition, await this.store.now(), count));
  }

  @Get(':schedule_id/ticks')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'listTicks', summary: 'List the last ticks of a schedule' })
  @ApiScheduleId()
  @ApiOkResponse({ type: TicksDto, description: 'The last ticks' })
  @ApiProblems('validation', 'schedule-not-found', 'broker-unavailable')
  async ticks(
    @Param('schedule_id') id: string,
    @Query() { limit = DEFAULT_LIMIT }: TicksQuery,
  ): Promise<TicksDto> {
    await this.store.get(id);
    return { items: (await this.store.ticks(id, limit)).map((entry) => TickDto.of(entry)) };
  }

  @Post(':schedule_id/run')
  @RequireRole('operator')
  @Audited('schedule.run')
  @ApiOperation({
    operationId: 'runSchedule',
    summary: 'Submit the task or workflow of a schedule now',
    description:
      'Submits at once, even if an earlier task has not ended or the schedule is paused. The next tick stays as ' +
      'planned.',
  })
  @ApiIdempotent()
  @ApiScheduleId()
  @ApiReason()
  @ApiCreatedResponse({ type: ScheduleRunDto, description: 'The task or workflow is stored' })
  @ApiProblems('validation', 'schedule-not-found', 'schedule-conflict', 'broker-unavailable')
  async run(
    @Param('schedule_id') id: string,
    @Body() _: ReasonDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ScheduleRunDto> {
    const ids = await this.runs.run(id, submitContextOf(request));
    const { taskId, workflowId } = ids;
    response.setHeader('Location', workflowId === null ? `/tasks/${taskId}` : `/workflows/${workflowId}`);
    return ScheduleRunDto.of(ids);
  }

  @Post(':schedule_id/pause')
  @RequireRole('operator')
  @Audited('schedule.pause', 'note')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'pauseSchedule',
    summary: 'Pause a schedule',
    description: 'Its tasks and workflows continue. A schedule that is already paused keeps its first pause.',
  })
  @ApiScheduleId()
  @ApiBody({ type: PauseRequestDto, required: false })
  @ApiOkResponse({ type: ScheduleDto, description: 'The schedule is paused' })
  @ApiProblems('validation', 'schedule-not-found', 'schedule-conflict', 'broker-unavailable')
  async pause(
    @Param('schedule_id') id: string,
    @Body() { note, reason }: PauseRequestDto,
    @Req() request: Request,
  ): Promise<ScheduleDto> {
    const by = shownName(principalOf(request));
    return shown(await this.pauses.pause(id, by, note ?? reason ?? null), request);
  }

  @Post(':schedule_id/resume')
  @RequireRole('operator')
  @Audited('schedule.resume')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'resumeSchedule',
    summary: 'Resume a paused schedule',
    description: 'Ticks that passed in the meantime are not submitted: see `backfill`.',
  })
  @ApiScheduleId()
  @ApiReason()
  @ApiOkResponse({ type: ScheduleDto, description: 'The schedule is not paused' })
  @ApiProblems('validation', 'schedule-not-found', 'schedule-conflict', 'broker-unavailable')
  async resume(
    @Param('schedule_id') id: string,
    @Body() _: ReasonDto,
    @Req() request: Request,
  ): Promise<ScheduleDto> {
    return shown(await this.pauses.resume(id), request);
  }

  @Post(':schedule_id/backfill')
  @RequireRole('operator')
  @Audited('schedule.backfill', 'from', 'to', 'dry_run')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'backfillSchedule',
    summary: 'Submit the ticks of a past period that were not submitted',
    description:
      'By default a dry run, which only lists them. All are submitted at once, regardless of `overlap`. Safe to ' +
      'repeat: a tick whose task or workflow is still kept is not submitted again.',
  })
  @ApiScheduleId()
  @ApiOkResponse({ type: BackfillDto, description: 'Every tick of the period with its outcome' })
  @ApiProblems('validation', 'schedule-not-found', 'schedule-conflict', 'broker-unavailable')
  async backfill(
    @Param('schedule_id') id: string,
    @Body() { from, to, dry_run: isDryRun = true }: BackfillRequestDto,
    @Req() request: Request,
  ): Promise<BackfillDto> {
    const period = { from: Date.parse(from), until: Date.parse(to), isDryRun };
    return BackfillDto.of(await this.runs.backfill(id, period, submitContextOf(request)), isDryRun);
  }
}

function shown(schedule: Schedule, request: Request): ScheduleDto {
  return ScheduleDto.of(schedule, seesPayloads(request));
}
