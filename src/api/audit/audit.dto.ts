import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length, Matches } from 'class-validator';
import { type Role, roles } from '../../platform/config/roles.js';
import { PageCursor, PageLimit } from '../schema/paging.js';
import type { AuditEntry } from './audit-log.js';
import { isoTime } from '../../platform/timing/iso-time.js';

const EXAMPLE_ENTRY_ID = '1764000000123456';

/** How each kind of outcome is called: by the first digit of its status. */
const OUTCOMES = { 4: 'refused', 5: 'failed' } as const;
const outcomes = ['succeeded', 'refused', 'failed', 'pending', 'lost'] as const;

/** Which entries GET /audit lists. Several filters must all fit. */
export class AuditQuery {
  @ApiPropertyOptional({ maxLength: 100, example: 'ops', description: 'only what the key of this name did' })
  @IsOptional()
  @Length(1, 100)
  who?: string;

  @ApiPropertyOptional({
    maxLength: 100,
    example: 'queue.pause',
    description: 'only this action; `queue` stands for all that begin with `queue.`',
  })
  @IsOptional()
  @Length(1, 100)
  @Matches(/^[a-z.-]+$/, { message: 'action must be a name such as queue.pause, or queue' })
  action?: string;

  @ApiPropertyOptional({
    maxLength: 200,
    example: 'tasks',
    description: 'only what was done to this: the name of a queue, the id of a worker, task or bulk action',
  })
  @IsOptional()
  @Length(1, 200)
  target?: string;

  @PageLimit('entries a page')
  limit?: number;

  @PageCursor(EXAMPLE_ENTRY_ID)
  cursor?: string;
}

/** One action of an operator. */
export class AuditEntryDto {
  @ApiProperty({ example: EXAMPLE_ENTRY_ID })
  audit_id!: string;

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T16:00:00.123Z',
    description: "when it was asked for, by the broker's clock",
  })
  at!: string;

  @ApiProperty({ example: 'ops', description: 'the name of the key; `anonymous` where there are no keys' })
  who!: string;

  @ApiProperty({ enum: roles, example: 'operator' })
  role!: Role;

  @ApiProperty({
    enum: ['key', 'loopback', 'open'] satisfies AuditEntry['access'][],
    example: 'key',
    description: '`loopback`: no keys, somebody on the machine itself; `open`: AUTH=none, anybody',
  })
  access!: string;

  @ApiProperty({ example: 'queue.pause' })
  action!: string;

  @ApiProperty({ type: String, nullable: true, example: 'tasks' })
  target!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: {},
    description: 'what the request said besides, shortened, without secrets',
  })
  details!: Record<string, unknown>;

  @ApiProperty({ type: String, nullable: true, example: '0d8f1d3c-7a1e-4a55-9a30-3f8b6a1c2d4e' })
  request_id!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'where it came from; shown to admins only',
  })
  client_address!: string | null;

  @ApiProperty({
    enum: outcomes,
    example: 'succeeded',
    description:
      '`refused`: nothing was done. `failed`: it may be done in part. `pending`: it goes on. `lost`: the process that ' +
      'was at it ended before it could say what came of it',
  })
  outcome!: (typeof outcomes)[number];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 200,
    description: 'of the answer; null while there is none',
  })
  status!: number | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'the path of what it made' })
  location!: string | null;

  /** @param isAdmin whether addresses are shown */
  static of(entry: AuditEntry, isAdmin: boolean): AuditEntryDto {
    const { id, at, who, role, access, action, target, details, requestId, address, outcome } = entry;
    const { status = null, location = null } = typeof outcome === 'object' ? outcome : {};
    return {
      audit_id: id,
      at: isoTime(at),
      who,
      role: role as Role, // as the trail entered it
      access,
      action,
      target,
      details: { ...details },
      request_id: requestId,
      client_address: isAdmin ? address : null,
      outcome: outcomeOf(outcome),
      status,
      location,
    };
  }
}

export class AuditPageDto {
  @ApiProperty({ type: [AuditEntryDto], description: 'the newest first' })
  items!: AuditEntryDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description:
      'for the next page; null at the end. A page can be shorter than its limit and still have one: a filter that ' +
      'fits few entries is answered in stretches',
  })
  next_cursor!: string | null;
}

function outcomeOf(outcome: AuditEntry['outcome']): AuditEntryDto['outcome'] {
  if (typeof outcome === 'string') return outcome;
  const kind = Math.floor(outcome.status / 100);
  return kind === 4 || kind === 5 ? OUTCOMES[kind] : 'succeeded';
}
