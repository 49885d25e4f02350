import { Body, Controller, Delete, Get, HttpCode, Logger, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AccessError } from '../../problems/access-error.js';
import { ApiProblems } from '../../problems/api-problems.decorator.js';
import { bodyAs } from '../../problems/input.pipe.js';
import { refuseForeignPage } from '../../server/cross-origin.js';
import { Access } from '../access.js';
import { KeyUses } from '../key-uses.js';
import { findPrincipal } from '../principal.js';
import { Public } from '../require-role.decorator.js';
import { SESSION_PATH } from './session-path.js';
import { SessionCookie } from './session-cookie.js';
import { LogInDto, SessionDto } from './session.dto.js';

/** Login and logout of browsers. */
@ApiTags('Session')
@Controller(SESSION_PATH)
export class SessionController {
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly access: Access,
    private readonly cookie: SessionCookie,
    private readonly uses: KeyUses,
  ) {}

  @Get()
  @Public()
  @ApiOperation({
    operationId: 'getSession',
    summary: 'Get the current session and the ways to log in',
    description: 'Returns 200 for everyone: without a session, `authenticated` is false.',
  })
  @ApiOkResponse({ type: SessionDto, description: 'The session' })
  @ApiProblems()
  async read(@Req() request: Request): Promise<SessionDto> {
    const principal = findPrincipal(request);
    const view = principal ? { principal, isChecked: true } : await this.cookie.look(request);
    return SessionDto.of(this.access, view);
  }

  @Post()
  @Public()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'logIn',
    summary: 'Log in with an API key',
    description:
      'Sets a cookie that all routes accept in place of the key. A session ends when it is logged out, after ' +
      'SESSION_MS, and when its key is removed. For pages of this server only; programs send the key with each ' +
      'request.',
  })
  @ApiBody({ type: LogInDto })
  @ApiOkResponse({ type: SessionDto, description: 'The new session' })
  @ApiProblems('unauthenticated', 'forbidden', 'validation', 'broker-unavailable')
  async logIn(
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    refuseForeignPage(request);
    const { key: presented } = bodyAs(LogInDto, body, ['key']);
    if (this.access.mode !== 'keys') return SessionDto.of(this.access, { isChecked: true });
    const key = this.access.ring.find(presented.trim());
    if (key === undefined) throw this.refusal(request, response);
    const principal = await this.cookie.write(request, response, { name: key.name, role: null });
    this.uses.note(key);
    return SessionDto.of(this.access, { principal, isChecked: true });
  }

  @Delete()
  @Public()
  @HttpCode(204)
  @ApiOperation({
    operationId: 'logOut',
    summary: 'Log out',
    description: 'Ends the session for every copy of its cookie.',
  })
  @ApiNoContentResponse({ description: 'The session has ended' })
  @ApiProblems('forbidden', 'broker-unavailable')
  async logOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    refuseForeignPage(request);
    await this.cookie.end(request, response);
  }

  private refusal({ ip }: Request, response: Response): AccessError {
    this.logger.warn('Login refused', { address: ip, request_id: response.getHeader('X-Request-Id') });
    return AccessError.wrongLogin();
  }
}
