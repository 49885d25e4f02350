import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { MalformedCursorError } from '../problems/malformed-cursor.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { DEFAULT_LIMIT } from '../schema/paging.js';
import { mayAct, principalOf } from '../access/principal.js';
import { isAuditId } from './audit-log.js';
import { AuditPages } from './audit-pages.js';
import { AuditEntryDto, AuditPageDto, AuditQuery } from './audit.dto.js';

/** Reads the audit log. */
@ApiTags('Operations')
@Controller('audit')
export class AuditController {
  constructor(private readonly pages: AuditPages) {}

  @Get()
  @RequireRole('operator')
  @ApiOperation({
    operationId: 'listAudit',
    summary: 'List audit log entries',
    description:
      'Newest first. Redis keeps the last AUDIT_MAX_ENTRIES entries; a history also keeps older ones. Each entry is ' +
      'written before its action is carried out: if it cannot be written, the action is refused. The ' +
      "`x-audit-action` of an operation in this document is the action's name in the log.",
  })
  @ApiOkResponse({ type: AuditPageDto, description: 'One page of results' })
  @ApiProblems('malformed', 'validation', 'broker-unavailable', 'history-unavailable')
  async page(@Query() query: AuditQuery, @Req() request: Request): Promise<AuditPageDto> {
    const { limit = DEFAULT_LIMIT, cursor } = query;
    if (cursor !== undefined && !isAuditId(cursor)) throw new MalformedCursorError();
    const { items, nextCursor } = await this.pages.page(AuditQuery.filterOf(query), limit, cursor);
    const isAdmin = mayAct(principalOf(request).role, 'admin');
    return { items: items.map((entry) => AuditEntryDto.of(entry, isAdmin)), next_cursor: nextCursor };
  }
}
