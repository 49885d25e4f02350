import {
  Controller,
  Get,
  NotFoundException,
  Param,
  Query,
  Res,
  UnprocessableEntityException,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Config } from '../../../platform/config/config.js';
import { ApiProblems } from '../../../api/problems/api-problems.decorator.js';
import { RequireRole } from '../../../api/access/require-role.decorator.js';
import { WiringError } from '../../../core/index.js';
import { PreviewQuery, TemplateDto, TemplatesDto } from './templates.dto.js';
import { Templates } from './templates.js';

const TYPES = { html: 'text/html; charset=utf-8', text: 'text/plain; charset=utf-8' } as const;

/**
 * A template is a page that this origin did not write. The sandbox gives it an opaque origin: its scripts do not run,
 * its forms are not sent, and it cannot read our data. Images may come from the URLs in the template.
 */
const HARMLESS = {
  'Content-Security-Policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-ancestors 'self'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
} as const;

const EXAMPLES = {
  html: '<!doctype html><html lang="en"><body><h1>The report for November</h1></body></html>',
  text: 'The report for November',
} as const;

/** Previews of templates during development. Not available in production. */
@ApiTags('Notifications')
@Controller('notifications/templates')
export class TemplatesController {
  constructor(
    private readonly templates: Templates,
    private readonly config: Config,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'listTemplates',
    summary: 'List the email templates with their variables',
    description: 'For development: returns 404 in production. Reads the files on every request.',
  })
  @ApiOkResponse({ type: TemplatesDto, description: 'All templates' })
  @ApiProblems('validation', 'not-found')
  list(): TemplatesDto {
    this.readInDevelopment();
    return { items: this.templates.all().map((template) => TemplateDto.of(template)) };
  }

  @Get(':name/preview')
  @RequireRole('viewer')
  @ApiOperation({
    operationId: 'previewTemplate',
    summary: 'Preview a template with its sample variables',
    description: 'For development: returns 404 in production. Reads the files on every request.',
  })
  @ApiParam({ name: 'name', description: 'Name of the template', example: 'report-ready' })
  @ApiProduces('text/html', 'text/plain')
  @ApiOkResponse({
    description: 'The part as it would be sent, sandboxed',
    content: {
      'text/html': { schema: { type: 'string' }, example: EXAMPLES.html },
      'text/plain': { schema: { type: 'string' }, example: EXAMPLES.text },
    },
  })
  @ApiProblems('validation', 'not-found')
  preview(@Param('name') name: string, @Query() { part }: PreviewQuery, @Res() response: Response): void {
    this.readInDevelopment();
    const template = this.templates.find(name);
    const wanted = part ?? 'html';
    const body = template?.render(template.example)[wanted];
    if (body === undefined) throw new NotFoundException(`No template ${name.slice(0, 64)} with ${wanted}.`);
    response.set(HARMLESS).type(TYPES[wanted]).send(body);
  }

  /** Shows an author the error in a template file. */
  private readInDevelopment(): void {
    if (this.config.isProduction) throw new NotFoundException('Templates are available in development only.');
    try {
      this.templates.read();
    } catch (error) {
      throw error instanceof WiringError ? new UnprocessableEntityException(error.message) : error;
    }
  }
}
