import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { suggestAt } from '../../core/query/suggest/suggest-at.js';
import { mayAct, principalOf } from '../access/principal.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { SuggestQuery, SuggestionsDto } from './suggestions.dto.js';
import { Suggestions } from './suggestions.js';

/** Helps to write queries. */
@ApiTags('Search')
@Controller('tasks')
export class SuggestController {
  constructor(private readonly suggestions: Suggestions) {}

  @Get('suggest')
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'suggestQuery',
    summary: 'Suggest completions of a query',
    description:
      'Fields, paths into payloads and results by the schemas of the task types, and values: queues, workers, and those ' +
      'of the newest tasks. Payloads are suggested to admins only.',
  })
  @ApiOkResponse({ type: SuggestionsDto, description: 'The suggestions' })
  @ApiProblems('validation')
  async suggest(
    @Query() { q = '', cursor = q.length }: SuggestQuery,
    @Req() request: Request,
  ): Promise<SuggestionsDto> {
    const seesPayloads = mayAct(principalOf(request).role, 'admin');
    const { from, to, items } = suggestAt(q, cursor, await this.suggestions.knowledge(seesPayloads));
    return { from, to, items: [...items] };
  }
}
