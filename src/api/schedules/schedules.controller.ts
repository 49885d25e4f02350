import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Put, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ScheduleStore } from '../../core/schedules/records/schedule-store.js';
import { ScheduleChanges } from '../../core/schedules/schedule-changes.js';
import { ScheduleList } from '../../core/schedules/schedule-list.js';
import { mayAct, principalOf, shownName } from '../access/principal.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { submitContextOf } from '../access/submit-context-of.js';
import { Audited } from '../audit/audited.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { DEFAULT_LIMIT } from '../schema/paging.js';
import { ApiReasonQuery, refuseUnfitReason } from '../schema/reason.dto.js';
import { changeOf, definitionOf, locatingWork } from './schedule-definition.js';
import { ApiScheduleId } from './schedule-id.js';
import { SchedulesQuery } from './schedule-queries.dto.js';
import { ScheduleChangeDto, ScheduleRequestDto } from './schedule-request.dto.js';
import { ScheduleDto, SchedulePageDto } from './schedule.dto.js';

const CHANGED_FIELDS = [
  ...['task', 'cron', 'every_ms', 'tz', 'start_at', 'end_at'],
  ...['overlap', 'catch_up', 'catch_up_window_ms', 'jitter_ms', 'note'],
];

/** Schedules: rules that submit a task or start a workflow again and again. */
@ApiTags('Schedules')
@Controller('schedules')
export class SchedulesController {
  constructor(
    private readonly list: ScheduleList,
    private readonly store: ScheduleStore,
    private readonly changes: ScheduleChanges,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'listSchedules', summary: 'List schedules by ID' })
  @ApiOkResponse({ type: SchedulePageDto, description: 'One page of results' })
  @ApiProblems('validation', 'broker-unavailable')
  async find(@Query() query: SchedulesQuery, @Req() request: Request): Promise<SchedulePageDto> {
    const { q: text, task, source, paused, limit = DEFAULT_LIMIT, cursor } = query;
    const isPaused = paused === undefined ? undefined : paused === 'true';
    const { items, next } = await this.list.page({ text, task, source, isPaused }, limit, cursor);
    const seesPayload = seesPayloads(request);
    return { items: items.map((one) => ScheduleDto.of(one, seesPayload)), next_cursor: next };
  }

  @Get(':schedule_id')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getSchedule', summary: 'Get a schedule' })
  @ApiScheduleId()
  @ApiOkResponse({ type: ScheduleDto, description: 'The schedule' })
  @ApiProblems('schedule-not-found', 'broker-unavailable')
  async read(@Param('schedule_id') id: string, @Req() request: Request): Promise<ScheduleDto> {
    return ScheduleDto.of(await this.store.get(id), seesPayloads(request));
  }

  @Put(':schedule_id')
  @RequireRole('operator')
  @Audited('schedule.put', ...CHANGED_FIELDS)
  @ApiOperation({
    operationId: 'putSchedule',
    summary: 'Create a schedule, or replace its definition',
    description:
      'Omitted fields get their defaults. A pause stays, and so does the next tick unless the times change. The new ' +
      'definition of a schedule that is declared in code lasts until its declaration changes.',
  })
  @ApiScheduleId()
  @ApiOkResponse({ type: ScheduleDto, description: 'The schedule was replaced' })
  @ApiCreatedResponse({ type: ScheduleDto, description: 'The schedule was created' })
  @ApiProblems('validation', 'payload-too-large', 'schedule-conflict', 'broker-unavailable')
  async put(
    @Param('schedule_id') id: string,
    @Body() body: ScheduleRequestDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ScheduleDto> {
    const putting = () => this.changes.put(id, definitionOf(body), authorOf(request));
    const { isNew } = await locatingWork(body, putting);
    if (isNew) response.status(201).setHeader('Location', `/schedules/${id}`);
    return this.read(id, request);
  }

  @Patch(':schedule_id')
  @RequireRole('operator')
  @Audited('schedule.patch', ...CHANGED_FIELDS)
  @ApiOperation({
    operationId: 'patchSchedule',
    summary: 'Change some fields of a schedule',
    description:
      'Omitted fields stay unchanged. `cron` and `every_ms` replace each other, and so do `task` and `workflow`.',
  })
  @ApiScheduleId()
  @ApiOkResponse({ type: ScheduleDto, description: 'The schedule was changed' })
  @ApiProblems(
    'validation',
    'payload-too-large',
    'schedule-not-found',
    'schedule-conflict',
    'broker-unavailable',
  )
  async patch(
    @Param('schedule_id') id: string,
    @Body() body: ScheduleChangeDto,
    @Req() request: Request,
  ): Promise<ScheduleDto> {
    const patching = () => this.changes.patch(id, changeOf(body), authorOf(request));
    await locatingWork(body, patching);
    return this.read(id, request);
  }

  @Delete(':schedule_id')
  @RequireRole('operator')
  @Audited('schedule.delete')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteSchedule',
    summary: 'Delete a schedule and its history',
    description:
      'Tasks and workflows that it has submitted stay. A schedule that a task type declares in code comes back ' +
      'when its declaration changes.',
  })
  @ApiScheduleId()
  @ApiReasonQuery()
  @ApiNoContentResponse({ description: 'The schedule is deleted' })
  @ApiProblems('validation', 'schedule-not-found', 'broker-unavailable')
  async remove(@Param('schedule_id') id: string, @Query('reason') reason?: string): Promise<void> {
    refuseUnfitReason(reason);
    await this.changes.remove(id);
  }
}

/** Payloads are for admins, as those of tasks are. */
export function seesPayloads(request: Request): boolean {
  return mayAct(principalOf(request).role, 'admin');
}

function authorOf(request: Request) {
  return { by: shownName(principalOf(request)), submittedBy: submitContextOf(request).submittedBy };
}
