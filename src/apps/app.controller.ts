import { Controller, Get, Req, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { asPage, frontPage, prefersHtml } from '../api/server/front-page.js';
import { Config } from '../platform/config/config.js';
import { Public } from '../api/access/require-role.decorator.js';

class HelloDto {
  @ApiProperty({ example: 'Hello World' })
  message!: string;
}

@ApiTags('Operations')
@ApiExtraModels(HelloDto)
@Controller()
export class AppController {
  constructor(private readonly config: Config) {}

  @Get()
  @Public()
  @ApiOperation({
    operationId: 'getGreeting',
    summary: 'Return a greeting',
    description: 'Browsers get a page of links instead.',
  })
  @ApiOkResponse({
    description: 'The greeting',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(HelloDto) } },
      'text/html': { schema: { type: 'string' }, example: '<!doctype html>' },
    },
  })
  hello(@Req() request: Request, @Res({ passthrough: true }) response: Response): HelloDto | string {
    if (!prefersHtml(request)) return { message: 'Hello World' };
    asPage(response);
    return frontPage(this.config.basePath);
  }
}
