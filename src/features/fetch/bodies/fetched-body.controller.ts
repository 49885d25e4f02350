import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Logger, Param, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { errorCode } from '../../../platform/errors/error-code.js';
import type { ByteRange } from '../../../platform/blob-store/blob-store.js';
import { type FetchedBody, FetchedBodies } from './fetched-bodies.js';
import { ApiProblems } from '../../../api/problems/api-problems.decorator.js';
import { AcceptsToken } from '../../../api/access/tokens/accepts-token.decorator.js';
import { RequireRole } from '../../../api/access/require-role.decorator.js';
import { RefusedError } from '../../../api/problems/refused-error.js';
import { TASK_ID } from '../../../api/schema/task-documentation.js';
import { byteRangeOf } from './byte-range.js';
import { fileNameOf, safeTypeOf } from './foreign-content.js';

const BINARY = { '*/*': { schema: { type: 'string', format: 'binary' } } };

/** Headers of every response with a body. */
const HEADERS = {
  ETag: { description: 'SHA-256 of the content', schema: { type: 'string' } },
  'Accept-Ranges': { description: 'Always `bytes`', schema: { type: 'string' } },
  'Content-Disposition': { description: 'Always `attachment`, with a file name', schema: { type: 'string' } },
} as const;

/** Serves fetched bodies, from the result or the blob store. */
@ApiTags('Fetch')
@Controller('fetch')
export class FetchedBodyController {
  private readonly logger = new Logger('Http');

  constructor(private readonly bodies: FetchedBodies) {}

  @Get(':task_id/body')
  @RequireRole('viewer')
  @AcceptsToken('task')
  @ApiOperation({
    operationId: 'getFetchedBody',
    summary: 'Download the body fetched by a task',
    description:
      'Streamed with its original content type; text stored in the result is sent as UTF-8. The body is untrusted ' +
      'content, so it is always an attachment that browsers neither render nor sniff. Supports HEAD, one byte range ' +
      '(`Range`, `If-Range`) and `If-None-Match`.',
  })
  @ApiParam(TASK_ID)
  @ApiHeader({
    name: 'Range',
    required: false,
    description: 'One range, such as `bytes=0-1023`; anything else is ignored',
  })
  @ApiHeader({
    name: 'If-Range',
    required: false,
    description: 'Return the range only if this ETag still matches, else the whole body',
  })
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'ETags the client has; a match returns 304',
  })
  @ApiResponse({ status: 200, description: 'The whole body', content: BINARY, headers: HEADERS })
  @ApiResponse({
    status: 206,
    description: 'The requested range',
    content: BINARY,
    headers: { ...HEADERS, 'Content-Range': { schema: { type: 'string', example: 'bytes 0-1023/300000' } } },
  })
  @ApiResponse({ status: 304, description: 'The body matches `If-None-Match`' })
  @ApiProblems(
    'task-not-found',
    'no-fetched-body',
    'range-not-satisfiable',
    'broker-unavailable',
    'body-unavailable',
  )
  async body(
    @Param('task_id') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const body = await this.bodies.find(id);
    if (body === undefined) throw noBody(id);
    const etag = `"${body.sha256}"`;
    if (names(request.get('If-None-Match'), etag)) return void describe(response, body).status(304).end();
    const range = rangeOf(request, body, etag);
    if (range === 'unsatisfiable') {
      response.setHeader('Content-Range', `bytes */${body.size}`);
      throw new RefusedError('range-not-satisfiable', `The body has ${body.size} bytes.`);
    }
    const isHead = request.method === 'HEAD';
    const stream = isHead ? undefined : await this.open(id, body, range);
    if (!isHead && stream === undefined) throw noBody(id);
    describe(response, body).status(range ? 206 : 200);
    if (range) response.setHeader('Content-Range', `bytes ${range.first}-${range.last}/${body.size}`);
    response.setHeader('Content-Length', range ? range.last - range.first + 1 : body.size);
    if (stream === undefined) return void response.end();
    // A client that disconnects has ended it. For any other error, the connection breaks: the headers are already sent.
    await pipeline(stream, response).catch((error: unknown) => this.report(id, error, response));
  }

  /** The client does not learn the store's address or error. */
  private async open(id: string, body: FetchedBody, range?: ByteRange): Promise<Readable | undefined> {
    try {
      return await body.open(range);
    } catch (error) {
      this.logger.error(`The stored body of task ${id} could not be read: ${String(error)}`);
      throw new RefusedError(
        'body-unavailable',
        'The body is stored but cannot be read at the moment. Try again.',
        5,
      );
    }
  }

  private report(id: string, error: unknown, response: Response): void {
    if (errorCode(error) === 'ERR_STREAM_PREMATURE_CLOSE') return; // the client hung up
    this.logger.warn(`The body of task ${id} was not sent to its end: ${String(error)}`, {
      request_id: response.getHeader('X-Request-Id'),
    });
  }
}

function noBody(id: string): RefusedError {
  return new RefusedError(
    'no-fetched-body',
    `Task ${id} has no fetched body. Only a fetch.store task that succeeded with GET has one.`,
  );
}

/** The weak comparison of RFC 9110, section 13.1.2. */
function names(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(etag) || tags.includes('*');
}

function rangeOf(request: Request, { size }: FetchedBody, etag: string): ReturnType<typeof byteRangeOf> {
  const condition = request.get('If-Range');
  return condition === undefined || condition === etag ? byteRangeOf(request.get('Range'), size) : undefined;
}

/** Prevents browsers from treating the content as a page of this origin: they must not render, run or embed it. */
function describe(response: Response, { contentType, sha256, finalUrl }: FetchedBody): Response {
  return response
    .setHeader('Content-Type', safeTypeOf(contentType))
    .setHeader('Content-Disposition', `attachment; filename="${fileNameOf(finalUrl)}"`)
    .setHeader('X-Content-Type-Options', 'nosniff')
    .setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    .setHeader('Cross-Origin-Resource-Policy', 'same-origin')
    .setHeader('Cache-Control', 'private, no-cache')
    .setHeader('Accept-Ranges', 'bytes')
    .setHeader('ETag', `"${sha256}"`);
}
