import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { DeadLetterActions } from '../../core/act/dead-letter-actions.js';
import { ErrorGroups, ErrorNotFoundError } from '../../core/errors/error-groups.js';
import { type ErrorMark, ErrorMarks } from '../../core/errors/error-marks.js';
import { FailurePlacement, type FailurePlaces } from '../../core/errors/failure-places.js';
import { principalOf, shownName } from '../access/principal.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { answerOf, positionOf } from '../dead-letters/dead-letter-answer.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { ApiReason, ReasonDto } from '../schema/reason.dto.js';
import { ApiFingerprint, windowMsOf } from './error-parameters.js';
import { IgnoreErrorDto, RedriveErrorDto, ResolveErrorDto } from './error-requests.dto.js';
import { ErrorGroupDto, ErrorRedriveDto } from './errors.dto.js';

/** Decisions about groups of errors, and running their tasks again. */
@ApiTags('Errors')
@Controller('errors')
export class ErrorActionsController {
  constructor(
    private readonly groups: ErrorGroups,
    private readonly marks: ErrorMarks,
    private readonly actions: DeadLetterActions,
    private readonly placement: FailurePlacement,
  ) {}

  @Post(':fingerprint/resolve')
  @RequireRole('operator')
  @Audited('error.resolve', 'note')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'resolveError',
    summary: 'Mark an error as resolved',
    description: 'The group is `reopened` as soon as another of its tasks fails.',
  })
  @ApiFingerprint()
  @ApiBody({ type: ResolveErrorDto, required: false })
  @ApiOkResponse({ type: ErrorGroupDto, description: 'The group is resolved' })
  @ApiProblems('validation', 'error-not-found', 'broker-unavailable', 'history-unavailable')
  resolve(
    @Param('fingerprint') fingerprint: string,
    @Body() { note, reason }: ResolveErrorDto,
    @Req() request: Request,
  ): Promise<ErrorGroupDto> {
    return this.decide(fingerprint, request, { kind: 'resolved', note: note ?? reason ?? null, until: null });
  }

  @Post(':fingerprint/ignore')
  @RequireRole('operator')
  @Audited('error.ignore', 'note', 'until')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'ignoreError',
    summary: 'Ignore an error, permanently or until a given time',
    description: 'Its tasks still fail as before, and are counted.',
  })
  @ApiFingerprint()
  @ApiBody({ type: IgnoreErrorDto, required: false })
  @ApiOkResponse({ type: ErrorGroupDto, description: 'The group is ignored' })
  @ApiProblems('validation', 'error-not-found', 'broker-unavailable', 'history-unavailable')
  ignore(
    @Param('fingerprint') fingerprint: string,
    @Body() { note, reason, until }: IgnoreErrorDto,
    @Req() request: Request,
  ): Promise<ErrorGroupDto> {
    const end = until ? Date.parse(until) : null;
    if (end !== null && end <= Date.now())
      throw new InvalidRequestError([{ pointer: '/until', message: 'until must be in the future' }]);
    return this.decide(fingerprint, request, { kind: 'ignored', note: note ?? reason ?? null, until: end });
  }

  @Post(':fingerprint/reopen')
  @RequireRole('operator')
  @Audited('error.reopen')
  @HttpCode(200)
  @ApiOperation({ operationId: 'reopenError', summary: 'Reopen a resolved or ignored error' })
  @ApiFingerprint()
  @ApiReason()
  @ApiOkResponse({ type: ErrorGroupDto, description: 'The group is open' })
  @ApiProblems('validation', 'error-not-found', 'broker-unavailable', 'history-unavailable')
  async reopen(@Param('fingerprint') fingerprint: string, @Body() _: ReasonDto): Promise<ErrorGroupDto> {
    const group = await this.groups.get(fingerprint, windowMsOf());
    await this.marks.remove(fingerprint);
    return ErrorGroupDto.of({ ...group, state: 'open', mark: undefined });
  }

  @Post(':fingerprint/redrive')
  @RequireRole('operator')
  @Audited('error.redrive', 'dry_run')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'redriveError',
    summary: 'Run the failed tasks of an error again with the same IDs and all attempts restored',
    description:
      'At most 1,000 tasks in one request: repeat it with `next_cursor` until that is null. A task that is no longer ' +
      'FAILURE is skipped. Tasks that Redis has removed are counted as `archived` and not run. Safe to repeat after ' +
      'a 503.',
  })
  @ApiFingerprint()
  @ApiBody({ type: RedriveErrorDto, required: false })
  @ApiOkResponse({ type: ErrorRedriveDto, description: 'Outcome for each task, or the numbers in a dry run' })
  @ApiProblems('malformed', 'validation', 'error-not-found', 'broker-unavailable', 'history-unavailable')
  async redrive(
    @Param('fingerprint') fingerprint: string,
    @Body() { dry_run: isDryRun, cursor }: RedriveErrorDto,
    @Req() { path }: Request,
  ): Promise<ErrorRedriveDto> {
    const after = positionOf(cursor);
    if (isDryRun) return ErrorRedriveDto.ofDryRun(await this.placesOf(fingerprint));
    const places = after ? undefined : await this.placesOf(fingerprint);
    const { acted, next } = await this.actions.byGroup('redrive', { fingerprint }, after);
    return ErrorRedriveDto.ofRun(answerOf(acted, next, path), places);
  }

  /** @throws ErrorNotFoundError if no task of the group is failed */
  private async placesOf(fingerprint: string): Promise<FailurePlaces> {
    const places = await this.placement.find(fingerprint);
    if (places.inBroker === 0 && !places.archived && places.isComplete)
      throw new ErrorNotFoundError(fingerprint);
    return places;
  }

  /** The mark is set at the broker's time, which decides whether a later failure reopens the group. */
  private async decide(
    fingerprint: string,
    request: Request,
    decision: Pick<ErrorMark, 'kind' | 'note' | 'until'>,
  ): Promise<ErrorGroupDto> {
    const group = await this.groups.get(fingerprint, windowMsOf());
    const mark = await this.marks.set(fingerprint, { ...decision, by: shownName(principalOf(request)) });
    return ErrorGroupDto.of({ ...group, state: mark.kind, mark });
  }
}
