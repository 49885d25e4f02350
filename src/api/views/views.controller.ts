import { Body, Controller, Delete, Get, HttpCode, Param, Put, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { parseQuery } from '../../core/query/parse/parse-query.js';
import { QueryError } from '../../core/query/query.js';
import { principalOf } from '../access/principal.js';
import { RequireRole } from '../access/require-role.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { ApiProblems } from '../problems/api-problems.decorator.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { ViewDto, ViewRequestDto, ViewsDto } from './view.dto.js';
import { Views } from './views.js';

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;
const VIEW = {
  name: 'name',
  description: 'Name of the view: up to 64 letters, digits, spaces, dots, hyphens and underscores',
  schema: { type: 'string' as const, maxLength: 64, example: 'failed fetches' },
};

/** Saved queries over HTTP. */
@ApiTags('Search')
@Controller('views')
export class ViewsController {
  constructor(private readonly views: Views) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listViews',
    summary: 'List the saved queries of this key, and the shared ones',
  })
  @ApiOkResponse({ type: ViewsDto, description: 'All views' })
  @ApiProblems('broker-unavailable')
  async list(@Req() request: Request): Promise<ViewsDto> {
    return { items: await this.views.list(principalOf(request)) };
  }

  @Get(':name')
  @RequireRole('viewer')
  @ApiOperation({ operationId: 'getView', summary: 'Get a saved query' })
  @ApiParam(VIEW)
  @ApiOkResponse({ type: ViewDto, description: 'The view of this key, or else the shared one' })
  @ApiProblems('view-not-found', 'broker-unavailable')
  async read(@Param('name') name: string, @Req() request: Request): Promise<ViewDto> {
    return this.views.get(principalOf(request), name);
  }

  @Put(':name')
  @RequireRole('viewer')
  @Audited('view.put', 'q', 'sort', 'order', 'shared')
  @ApiOperation({
    operationId: 'putView',
    summary: 'Save a query',
    description:
      'Each key has its own views. Every client sees shared views; only their owner or an admin may change them. A ' +
      'key can have 100 views; 500 can be shared.',
  })
  @ApiParam(VIEW)
  @ApiOkResponse({ type: ViewDto, description: 'The view was replaced' })
  @ApiCreatedResponse({ type: ViewDto, description: 'The view was created' })
  @ApiProblems('validation', 'broker-unavailable')
  async put(
    @Param('name') name: string,
    @Body() body: ViewRequestDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ViewDto> {
    refuseUnfit(name, body.q);
    const { isNew } = await this.views.put(principalOf(request), name, body);
    if (isNew) response.status(201).setHeader('Location', `/views/${encodeURIComponent(name)}`);
    return this.views.get(principalOf(request), name);
  }

  @Delete(':name')
  @RequireRole('viewer')
  @Audited('view.delete')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteView', summary: 'Delete a saved query' })
  @ApiParam(VIEW)
  @ApiNoContentResponse({ description: 'The view is deleted' })
  @ApiProblems('view-not-found', 'broker-unavailable')
  async remove(@Param('name') name: string, @Req() request: Request): Promise<void> {
    await this.views.remove(principalOf(request), name);
  }
}

/** A saved query is checked when it is saved, so that it can be used. */
function refuseUnfit(name: string, q: string): void {
  if (!NAME.test(name))
    throw new InvalidRequestError([{ parameter: 'name', message: `name: ${VIEW.description}` }]);
  try {
    parseQuery(q);
  } catch (error) {
    throw error instanceof QueryError ? InvalidRequestError.inQuery(error, { pointer: '/q' }) : error;
  }
}
