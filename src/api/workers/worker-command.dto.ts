import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { QueueName } from '../../core/task/queue-name.js';
import { ReasonDto } from '../schema/reason.dto.js';
import { IsQueueName, QUEUE } from '../schema/queue-name.js';
import { Field, OptionalField } from '../schema/fields.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { type LogLevel, logLevelNames } from '../../platform/logging/log-levels.js';
import type { CommandOutcome, CommandReply, WorkerCommand } from '../../core/workers/worker-commands.js';
import { EXAMPLE_WORKER_ID, WorkerReportDto } from './worker.dto.js';

/** Settings are read by a route of their own. */
type Word = Exclude<WorkerCommand['command'], 'settings'>;
type Field = 'queue' | 'concurrency' | 'level' | 'module';

/** Fields of each command: `needs` are required, `may` are optional, all others are refused. */
const FIELDS: Readonly<Record<Word, { readonly needs: readonly Field[]; readonly may: readonly Field[] }>> = {
  ping: { needs: [], may: [] },
  stats: { needs: [], may: [] },
  drain: { needs: [], may: [] },
  shutdown: { needs: [], may: [] },
  pause: { needs: [], may: ['queue'] },
  resume: { needs: [], may: ['queue'] },
  'set-concurrency': { needs: ['concurrency'], may: ['queue'] },
  'add-queue': { needs: ['queue'], may: ['concurrency'] },
  'remove-queue': { needs: ['queue'], may: [] },
  'set-log-level': { needs: ['level'], may: ['module'] },
};
// The keys of a record of every word are the words.
const words = Object.keys(FIELDS) as Word[];

const DEFAULT_TIMEOUT_MS = 1_000;

/** Body of POST /workers/{worker_id}/commands. */
export class WorkerCommandDto extends ReasonDto {
  @Field.oneOf(words, {
    example: 'ping',
    description:
      '`drain`: start no new tasks until `resume`. `shutdown`: same as SIGTERM. Changes last until the worker ends',
  })
  command!: Word;

  @ApiPropertyOptional({ ...QUEUE, description: 'Default: every queue that the worker consumes' })
  @IsOptional()
  @IsQueueName()
  queue?: QueueName;

  @OptionalField.integer(1, 1_000, { example: 16 })
  concurrency?: number;

  @OptionalField.oneOf(logLevelNames, { example: 'debug' })
  level?: LogLevel;

  @OptionalField.text(1, 100, {
    example: 'Broker',
    description: 'The `context` of the log lines to change; default: all',
  })
  @Matches(/^[\w.-]+$/, { message: 'module must be the context of log lines, such as Broker' })
  module?: string;

  @OptionalField.integer(50, 30_000, {
    default: DEFAULT_TIMEOUT_MS,
    example: DEFAULT_TIMEOUT_MS,
    description: 'Maximum wait for replies',
  })
  timeout_ms?: number;
}

/** @throws InvalidRequestError if a field is missing or not accepted by the command */
export function commandOf({ timeout_ms: timeoutMs, reason: _, ...said }: WorkerCommandDto) {
  const { needs, may } = FIELDS[said.command];
  const missing = needs.filter((field) => said[field] === undefined);
  const extra = (['queue', 'concurrency', 'level', 'module'] as const).filter(
    (field) => said[field] !== undefined && ![...needs, ...may].includes(field),
  );
  const errors = [
    ...missing.map((field) => ({ pointer: `/${field}`, message: `${said.command} requires ${field}` })),
    ...extra.map((field) => ({ pointer: `/${field}`, message: `${said.command} does not accept ${field}` })),
  ];
  if (errors.length > 0) throw new InvalidRequestError(errors);
  // FIELDS matches the members of the union; the DTO has checked the values.
  return { command: said as WorkerCommand, timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS };
}

class WorkerReplyDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_WORKER_ID })
  worker_id!: string;

  @ApiProperty({ example: true, description: 'Whether the worker carried out the command' })
  ok!: boolean;

  @ApiPropertyOptional({ example: 'This worker does not consume fetch; it consumes tasks.' })
  error?: string;

  @ApiPropertyOptional({ type: WorkerReportDto, description: 'Report of the worker after the command' })
  worker?: WorkerReportDto;
}

class MissingWorkerDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_WORKER_ID })
  worker_id!: string;

  @ApiProperty({ example: 'worker-2' })
  name!: string;

  @ApiProperty({ enum: ['online', 'draining', 'lost'], example: 'lost' })
  state!: string;
}

export class CommandOutcomeDto {
  @ApiProperty({ type: [WorkerReplyDto] })
  replies!: WorkerReplyDto[];

  @ApiProperty({
    type: [MissingWorkerDto],
    description: 'Workers that did not reply in time; they may still carry out the command',
  })
  missing!: MissingWorkerDto[];

  static of({ replies, missing }: CommandOutcome): CommandOutcomeDto {
    return {
      replies: replies.map(replyOf),
      missing: missing.map(({ id, name, state }) => ({ worker_id: id, name, state })),
    };
  }
}

function replyOf(reply: CommandReply): WorkerReplyDto {
  if ('error' in reply) return { worker_id: reply.workerId, ok: false, error: reply.error };
  return { worker_id: reply.workerId, ok: true, worker: WorkerReportDto.ofReport(reply.report) };
}
