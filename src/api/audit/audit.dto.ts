import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { type Role, roles } from '../../platform/config/roles.js';
import { PageCursor, PageLimit } from '../schema/paging.js';
import { NullableField, OptionalField } from '../schema/fields.js';
import type { AuditEntry, AuditFilter } from './audit-log.js';
import { type OutcomeName, outcomeNameOf, outcomes } from './audit-outcome.js';
import { looksIntoPayloads } from '../../core/query/payload-query.js';
import { REDACTED } from '../../platform/redaction/redacted.js';
import { isoTime } from '../../platform/timing/iso-time.js';

const EXAMPLE_ENTRY_ID = '1764000000123456';

/** Filters of GET /audit. All must match. */
export class AuditQuery {
  @OptionalField.text(1, 100, { example: 'ops', description: 'Only actions by the key with this name' })
  who?: string;

  @OptionalField.text(1, 100, {
    example: 'queue.pause',
    description: 'Only this action; `queue` matches every action that begins with `queue.`',
  })
  @Matches(/^[a-z.-]+$/, { message: 'action must be a name such as queue.pause, or queue' })
  action?: string;

  @OptionalField.text(1, 200, {
    example: 'tasks',
    description:
      'Only actions on this target: the name of a queue or task type, the ID of a task, workflow, schedule, worker ' +
      'or bulk action, or the fingerprint of an error',
  })
  target?: string;

  @OptionalField.oneOf(outcomes, { example: 'succeeded', description: 'Only actions with this outcome' })
  outcome?: OutcomeName;

  @OptionalField.time({
    example: '2026-11-24T00:00:00.000Z',
    description: 'Only actions at or after this time',
  })
  from?: string;

  @OptionalField.time({ example: '2026-11-25T00:00:00.000Z', description: 'Only actions before this time' })
  to?: string;

  @PageLimit('Entries per page')
  limit?: number;

  @PageCursor(EXAMPLE_ENTRY_ID)
  cursor?: string;

  static filterOf({ from, to, who, action, target, outcome }: AuditQuery): AuditFilter {
    const timeOf = (text: string | undefined) => (typeof text === 'string' ? Date.parse(text) : undefined);
    return { who, action, target, outcome, from: timeOf(from), to: timeOf(to) };
  }
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

  @ApiProperty({
    example: 'ops',
    description:
      'Name of the API key, or `oidc:` and the name of a person; `anonymous` if no keys are configured',
  })
  who!: string;

  @ApiProperty({ enum: roles, example: 'operator' })
  role!: Role;

  @ApiProperty({
    enum: ['key', 'oidc', 'loopback', 'open'] satisfies AuditEntry['access'][],
    example: 'key',
    description:
      '`oidc`: a person who has logged in at the identity provider. `loopback`: no keys are configured and the ' +
      'request came from the same machine. `open`: AUTH=none, access without a key',
  })
  access!: string;

  @ApiProperty({ example: 'queue.pause' })
  action!: string;

  @NullableField.text({ example: 'tasks' })
  target!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: {},
    description:
      'Other parameters of the request, shortened and without secrets. Only admins see a query on payloads; others ' +
      'see `[redacted]`',
  })
  details!: Record<string, unknown>;

  @NullableField.text({
    example: 'deploy',
    description: 'The `reason` or `note` of the request; null if it has none',
  })
  reason!: string | null;

  @NullableField.text({ example: '0d8f1d3c-7a1e-4a55-9a30-3f8b6a1c2d4e' })
  request_id!: string | null;

  @NullableField.text({ example: null, description: 'Address of the client; visible to admins only' })
  client_address!: string | null;

  @ApiProperty({
    enum: outcomes,
    example: 'succeeded',
    description:
      '`refused`: nothing was done. `failed`: it may have been partly done. `pending`: still in progress. `lost`: ' +
      'the process ended before it recorded the outcome',
  })
  outcome!: OutcomeName;

  @NullableField.integer({
    example: 200,
    description: 'HTTP status of the response; null until there is one',
  })
  status!: number | null;

  @NullableField.text({ example: null, description: 'Path of the resource that the action created' })
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
      reason: reasonIn(details),
      request_id: requestId,
      client_address: isAdmin ? address : null,
      outcome: outcomeNameOf(outcome),
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

function reasonIn({ reason, note }: AuditEntry['details']): string | null {
  const given = reason ?? note;
  return typeof given === 'string' ? given : null;
}

export class AuditPageDto {
  @ApiProperty({ type: [AuditEntryDto], description: 'Newest first' })
  items!: AuditEntryDto[];

  @NullableField.text({
    example: null,
    description:
      'Cursor of the next page; null on the last page. A page may have fewer than `limit` items and still be ' +
      'followed by another: one request examines a limited number of entries',
  })
  next_cursor!: string | null;
}
