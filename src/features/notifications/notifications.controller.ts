import { setImmediate as nextTurn } from 'node:timers/promises';
import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiIdempotent } from '../../api/idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../../api/problems/api-problems.decorator.js';
import { MAX_BATCH, type BatchOutcome, ItemProblems, submitBatch } from '../../api/schema/batch.js';
import { InvalidRequestError } from '../../api/problems/invalid-request.js';
import { RequireRole } from '../../api/access/require-role.decorator.js';
import { submitContextOf } from '../../api/access/submit-context-of.js';
import { LOCATION } from '../../api/schema/task-documentation.js';
import { TaskDto } from '../../api/schema/task.dto.js';
import { type NamedTask, TaskQueue } from '../../core/index.js';
import { Channels } from './channels.js';
import { NOTIFICATION_EXAMPLES, NOTIFIED_EXAMPLE } from './notifications.examples.js';
import {
  NOTIFICATIONS,
  NOTIFICATION_SCHEMA,
  NotificationBatchDto,
  type NotificationOutcomeDto,
  NotificationOutcomesDto,
  NotificationTasksDto,
} from './notifications.dto.js';
import { RequestBudget } from './request-budget.js';

/** Number of notifications read before other requests get a turn. */
const TURN = 20;

/** Durable notifications: each becomes tasks of the queue `notifications` or, if it is a webhook, `webhooks`. */
@ApiTags('Notifications')
@Controller('notifications')
export class NotificationsController {
  constructor(
    private readonly channels: Channels,
    private readonly taskQueue: TaskQueue,
  ) {}

  @Post()
  @RequireRole('submitter')
  @ApiOperation({
    operationId: 'sendNotification',
    summary: 'Send a notification to one or more recipients (durable)',
    description:
      'The notification is fully validated before it is stored. It becomes one task per recipient, which survives ' +
      'the death of any process and is retried while a retry can help.',
  })
  @ApiExtraModels(...Object.values(NOTIFICATIONS))
  @ApiBody({ schema: NOTIFICATION_SCHEMA, examples: NOTIFICATION_EXAMPLES })
  @ApiIdempotent()
  @ApiCreatedResponse({
    type: NotificationTasksDto,
    description: 'The tasks are stored. `Location` is set if there is exactly one',
    headers: LOCATION,
    example: NOTIFIED_EXAMPLE,
  })
  @ApiOkResponse({
    type: NotificationTasksDto,
    description: 'Equal tasks already existed (`deduplicate`)',
    headers: LOCATION,
    example: NOTIFIED_EXAMPLE,
  })
  @ApiProblems('validation', 'payload-too-large', 'queue-full', 'broker-unavailable')
  async notify(
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NotificationTasksDto> {
    const asked = await this.read(body, new RequestBudget(MAX_BATCH), '');
    const [outcome] = await submitBatch(this.taskQueue, [asked], submitContextOf(request));
    if (outcome === undefined || outcome instanceof Error) throw outcome ?? new Error('Empty response');
    const [first, ...others] = outcome;
    if (first !== undefined && others.length === 0) response.setHeader('Location', `/tasks/${first.id}`);
    if (outcome.every(({ isDuplicate }) => isDuplicate)) response.status(200);
    return { items: outcome.map((task) => TaskDto.of(task)) };
  }

  @Post('batch')
  @RequireRole('submitter')
  @ApiOperation({
    operationId: 'sendNotifications',
    summary: 'Submit up to 1,000 notifications at once',
    description: 'An invalid notification fails alone: its item contains the problem.',
  })
  @ApiIdempotent()
  @ApiCreatedResponse({
    type: NotificationOutcomesDto,
    description: 'Each item with `task_ids` is stored',
  })
  @ApiProblems('validation', 'broker-unavailable')
  async notifyMany(
    @Body() { notifications }: NotificationBatchDto,
    @Req() request: Request,
  ): Promise<NotificationOutcomesDto> {
    const asked = await this.readAll(notifications);
    const outcomes = await submitBatch(this.taskQueue, asked, submitContextOf(request));
    const problems = new ItemProblems('/notifications/batch');
    return { items: outcomes.map((outcome, index) => outcomeOf(outcome, index, problems)) };
  }

  /** Reads one after the other, so that earlier notifications use the budget first. */
  private async readAll(notifications: readonly unknown[]): Promise<(readonly NamedTask[] | Error)[]> {
    const room = new RequestBudget(MAX_BATCH);
    const asked: (readonly NamedTask[] | Error)[] = [];
    for (const [index, notification] of notifications.entries()) {
      if (index % TURN === TURN - 1) await nextTurn();
      asked.push(await this.read(notification, room, `/notifications/${index}`).catch(itsOwn));
    }
    return asked;
  }

  private async read(value: unknown, room: RequestBudget, pointer: string): Promise<readonly NamedTask[]> {
    const tasks = await InvalidRequestError.locating(pointer, () => this.channels.tasksOf(value));
    room.take(tasks, pointer);
    return tasks;
  }
}

/** Returns an error of a single notification; rethrows any other, which fails the whole batch. */
function itsOwn(error: unknown): Error {
  if (error instanceof InvalidRequestError) return error;
  throw error;
}

function outcomeOf(outcome: BatchOutcome, index: number, problems: ItemProblems): NotificationOutcomeDto {
  if (outcome instanceof Error) return { problem: problems.of(outcome, `/notifications/${index}`) };
  return { task_ids: outcome.map(({ id }) => id) };
}
