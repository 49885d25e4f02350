import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length, Matches } from 'class-validator';
import { type Role, roles } from '../../platform/config/roles.js';
import { PageCursor, PageLimit } from '../schema/paging.js';
import type { AuditEntry } from './audit-log.js';
import { looksIntoPayloads } from '../../core/query/payload-query.js';
import { REDACTED } from '../../platform/redaction/redacted.js';
import { isoTime } from '../../platform/timing/iso-time.js';

const EXAMPLE_ENTRY_ID = '1764000000123456';

/** Name of an outcome by the first digit of its status. */
const OUTCOMES = { 4: 'refused', 5: 'failed' } as const;
const outcomes = ['succeeded', 'refused', 'failed', 'pending', 'lost'] as const;

/** Filters of GET /audit. All must match. */
export class AuditQuery {
  @ApiPropertyOptional({
    maxLength: 100,
    example: 'ops',
    description: 'Only actions by the key with this name',
  })
  @IsOptional()
  @Length(1, 100)
  who?: string;

  @ApiPropertyOptional({
    maxLength: 100,
    example: 'queue.pause',
    description: 'Only this action; `queue` matches every action that begins with `queue.`',
  })
  @IsOptional()
  @Length(1, 100)
  @Matches(/^[a-z.-]+$/, { message: 'action must be a name such as queue.pause, or queue' })
  action?: string;

  @ApiPropertyOptional({
    maxLength: 200,
    example: 'tasks',
    description:
      'Only actions on this target: the name of a queue, or the ID of a worker, task or bulk action',
  })
  @IsOptional()
  @Length(1, 200)
  target?: string;

  @PageLimit('Entries per page')
  limit?: number;

  @PageCursor(EXAMPLE_ENTRY_ID)
  cursor?: string;
}

/** An audited action of an operator. */
export class AuditEntryDto {
  @ApiProperty({ example: EXAMPLE_ENTRY_ID })
  audit_id!: string;

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-24T16:00:00.123Z',
    description: "Time of the request, by the broker's clock",
  })
  at!: string;

  @ApiProperty({ example: 'ops', description: 'Name of the API key; `anonymous` if no keys are configured' })
  who!: string;

  @ApiProperty({ enum: roles, example: 'operator' })
  role!: Role;

  @ApiProperty({
    enum: ['key', 'loopback', 'open'] satisfies AuditEntry['access'][],
    example: 'key',
    description:
      '`loopback`: no keys are configured and the request came from the same machine. `open`: AUTH=none, access ' +
      'without a key',
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
    description:
      'Other parameters of the request, shortened and without secrets. `[redacted]` stands for a query that looks into ' +
      'payloads, for all but admins',
  })
  details!: Record<string, unknown>;

  @ApiProperty({ type: String, nullable: true, example: '0d8f1d3c-7a1e-4a55-9a30-3f8b6a1c2d4e' })
  request_id!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Address of the client; visible to admins only',
  })
  client_address!: string | null;

  @ApiProperty({
    enum: outcomes,
    example: 'succeeded',
    description:
      '`refused`: nothing was done. `failed`: it may have been partly done. `pending`: still in progress. `lost`: ' +
      'the process ended before it recorded the outcome',
  })
  outcome!: (typeof outcomes)[number];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 200,
    description: 'HTTP status of the response; null until there is one',
  })
  status!: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Path of the resource that the action created',
  })
  location!: string | null;

  /** @param isAdmin whether addresses are shown, and queries that look into payloads */
  static of(entry: AuditEntry, isAdmin: boolean): AuditEntryDto {
    const { id, at, who, role, access, action, target, details, requestId, address, outcome } = entry;
    const { status = null, location = null } = typeof outcome === 'object' ? outcome : {};
    return {
      audit_id: id,
      at: isoTime(at),
      who,
      role: role as Role, // as recorded by the trail
      access,
      action,
      target,
      details: isAdmin ? { ...details } : withoutPayloads(details, role),
      request_id: requestId,
      client_address: isAdmin ? address : null,
      outcome: outcomeOf(outcome),
      status,
      location,
    };
  }
}

/** An admin's query can say what is in payloads. Nobody else's can: it would have been refused. */
function withoutPayloads(details: AuditEntry['details'], role: string): Record<string, unknown> {
  const { q } = details;
  const isHidden = role === 'admin' && typeof q === 'string' && looksIntoPayloads(q);
  return { ...details, ...(isHidden && { q: REDACTED }) };
}

export class AuditPageDto {
  @ApiProperty({ type: [AuditEntryDto], description: 'Newest first' })
  items!: AuditEntryDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description:
      'Cursor of the next page; null on the last page. A page may have fewer than `limit` items and still be followed ' +
      'by another: one request examines a limited number of entries',
  })
  next_cursor!: string | null;
}

function outcomeOf(outcome: AuditEntry['outcome']): AuditEntryDto['outcome'] {
  if (typeof outcome === 'string') return outcome;
  const kind = Math.floor(outcome.status / 100);
  return kind === 4 || kind === 5 ? OUTCOMES[kind] : 'succeeded';
}
