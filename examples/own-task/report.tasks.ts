import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString } from 'class-validator';
import {
  type FollowedTask,
  type Ref,
  Task,
  type TaskHandler,
  type TaskQueue,
  follow,
  followWith,
} from '../../src/core/index.js';

export class SendReportPayload {
  @ApiProperty({ example: 'ada@example.com' })
  @IsString()
  to!: string;

  @ApiProperty({ example: '7 orders' })
  @IsString()
  text!: string;
}

/** Stands for one that sends an email. */
@Task({ name: 'example.send-report', queue: 'tasks', payload: SendReportPayload })
export class SendReportTask implements TaskHandler<SendReportPayload, string> {
  run({ to, text }: SendReportPayload): Promise<string> {
    return Promise.resolve(`${to}: ${text}`);
  }
}

export class OrderReportPayload {
  @ApiProperty({ minimum: 1, example: 2026 })
  @IsInt()
  year!: number;
}

interface Report {
  readonly title: string;
  readonly orders: number;
}

/** The shop did not open before 2020. */
export class NoSuchYearError extends Error {}

@Task({
  name: 'example.order-report',
  queue: 'tasks',
  payload: OrderReportPayload,
  dontRetryOn: [NoSuchYearError],
  onSuccess: follow(SendReportTask, ({ orders }: Report) => ({
    to: 'owner@example.com',
    text: `${orders} orders`,
  })),
  onFailure: follow(SendReportTask, ({ message }, { id }) => ({
    to: 'admin@example.com',
    text: `No report (task ${id}): ${message}`,
  })),
})
export class OrderReportTask implements TaskHandler<OrderReportPayload, Report> {
  async run({ year }: OrderReportPayload): Promise<Report> {
    if (year < 2020) throw new NoSuchYearError(`there were no orders in ${year}`);
    return Promise.resolve({ title: `Orders of ${year}`, orders: 7 });
  }
}

/** Follow-ups for one submit, instead of those of the @Task. */
export async function reportTo(taskQueue: TaskQueue, to: string): Promise<string> {
  const onSuccess = followWith(SendReportTask, (ended: Ref<FollowedTask<Report>>) => ({
    to,
    text: ended.result.title,
  }));
  return (await taskQueue.submit(OrderReportTask, { year: 2026 }, { onSuccess })).id;
}
