import { Controller, Get, Logger, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../../platform/config/config.js';
import { AccessError } from '../../problems/access-error.js';
import { RefusedError } from '../../problems/refused-error.js';
import { DASHBOARD_PATH, LOGIN_PATH } from '../login/next-place.js';
import { isPageWanted } from '../login/page-login.js';
import { OIDC_PATH } from '../login/session-path.js';
import { Public } from '../require-role.decorator.js';
import { OidcError, reasonOf } from './oidc.errors.js';
import { OidcLogin } from './oidc-login.js';

/**
 * Login at an identity provider. These addresses are for browsers, which follow redirects: the OpenAPI document describes
 * what programs call.
 */
@ApiExcludeController()
@Controller(OIDC_PATH)
export class OidcController {
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly login: OidcLogin,
    private readonly config: Config,
  ) {}

  /** Begins the login. */
  @Get()
  @Public()
  async begin(
    @Query('next') next: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    this.refuseIfUnset();
    try {
      response.redirect(303, await this.login.begin(request, response, next));
    } catch (error) {
      this.fail(error, request, response);
    }
  }

  /** The provider sends browsers back here. */
  @Get('callback')
  @Public()
  async finish(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.refuseIfUnset();
    try {
      const place = await this.login.finish(request, response);
      if (place.startsWith(DASHBOARD_PATH)) response.redirect(303, place);
      else sendOnward(response, this.config.basePath + place);
    } catch (error) {
      this.fail(error, request, response);
    }
  }

  private refuseIfUnset(): void {
    if (this.config.oidcIssuer === undefined)
      throw new RefusedError('not-found', 'No identity provider is configured (OIDC_ISSUER).');
  }

  /** People come back to the console's login, which words the problem. */
  private fail(error: unknown, request: Request, response: Response): void {
    if (!(error instanceof OidcError)) throw error;
    this.logger.warn(`Login by OIDC failed (${error.problem}): ${reasonOf(error.cause ?? error)}`, {
      ...{ address: request.ip, request_id: response.getHeader('X-Request-Id') },
    });
    if (!isPageWanted(request)) throw refusalOf(error);
    response.redirect(303, `${LOGIN_PATH}?problem=${error.problem}`);
  }
}

function refusalOf({ problem, message }: OidcError): RefusedError {
  if (problem === 'provider-unavailable') return new RefusedError(problem, message, 5);
  return problem === 'no-role' ? AccessError.forbidden(message) : AccessError.failedLogin(message);
}

/**
 * Leads a browser to a page of this service by a page of our own. A redirect at the end of a login would count as begun
 * by the identity provider's site: the browser would not send along the session's cookie, which is SameSite=Strict.
 *
 * @param path the place, without anything that a person has typed but a path with a query
 */
function sendOnward(response: Response, path: string): void {
  response.setHeader('Refresh', `0; url=${path}`);
  response.type('html').send(page(escaped(path)));
}

const page = (path: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Celeriac</title></head>
<body><a href="${path}">You are logged in: continue</a></body>
</html>
`;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
