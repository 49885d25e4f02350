import { Body, Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiIdempotent } from '../../api/idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../../api/problems/api-problems.decorator.js';
import { InvalidRequestError } from '../../api/problems/invalid-request.js';
import { RequireRole } from '../../api/access/require-role.decorator.js';
import { submitContextOf } from '../../api/access/submit-context-of.js';
import { TaskQueue } from '../../core/index.js';
import { FetchUrlTask } from './fetch-url.task.js';
import { FetchBody, type FetchPayload, FetchQuery, FetchSubmittedDto } from './fetch.dto.js';

@ApiTags('Fetch')
@Controller()
export class FetchController {
  constructor(private readonly taskQueue: TaskQueue) {}

  @Post('fetch')
  @RequireRole('submitter')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'fetchUrl',
    summary: 'Fetch a URL in a worker',
    description:
      'Submits `fetch.store`. Give the URL in the query or in the body. The optional body also sets the method, ' +
      'headers, accepted types, limits and cache. Non-public addresses are refused.',
  })
  @ApiBody({ type: FetchBody, required: false })
  @ApiOkResponse({
    type: FetchSubmittedDto,
    description: 'The task is stored',
    headers: { Location: { description: 'URL of the task', schema: { type: 'string' } } },
  })
  @ApiIdempotent()
  @ApiProblems('validation', 'queue-full', 'broker-unavailable')
  async fetch(
    @Query() query: FetchQuery,
    @Body() body: FetchBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FetchSubmittedDto> {
    const { id } = await this.taskQueue.submit(
      FetchUrlTask,
      payloadOf(query, body),
      {},
      submitContextOf(request),
    );
    response.setHeader('Location', `/tasks/${id}`);
    return { task_id: id };
  }
}

function payloadOf(query: FetchQuery, body: FetchBody): FetchPayload {
  const url = query.url ?? body.url;
  if (url === undefined) throw wrongUrl('url is required, in the query or in the body');
  if (body.url != null && body.url !== url)
    throw wrongUrl('url must be the same in the query and in the body');
  return Object.assign(body, { url });
}

function wrongUrl(message: string): InvalidRequestError {
  return new InvalidRequestError([{ parameter: 'url', message }]);
}
