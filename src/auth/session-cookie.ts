import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import type { ApiKey } from '../config/settings/access.js';
import { Config } from '../config/config.js';
import { Access } from './access.js';
import type { Area } from './area.js';
import { openSession, signSession } from './session.js';
import { SessionSecret } from './session-secret.js';

/** The session of a browser in an area, as its cookie. */
@Injectable()
export class SessionCookie {
  constructor(
    private readonly access: Access,
    private readonly secret: SessionSecret,
    private readonly config: Config,
  ) {}

  /**
   * The key that the browser logged in with.
   *
   * @throws BrokerUnavailableError when this process has not read the secret yet
   */
  async read(request: Request, area: Area): Promise<ApiKey | undefined> {
    const sessions = valuesOf(request.headers.cookie, nameOf(area));
    if (sessions.length === 0) return undefined;
    const scope = { area: area.path, secret: await this.secret.get() };
    const keys = sessions.map((session) => openSession(session, this.access.ring, scope, Date.now()));
    return keys.find((key) => key !== undefined);
  }

  async write(request: Request, response: Response, area: Area, key: ApiKey): Promise<void> {
    const { sessionMs } = this.config;
    const scope = { area: area.path, secret: await this.secret.get() };
    const session = signSession(key, Date.now() + sessionMs, scope);
    response.cookie(nameOf(area), session, { ...attributesOf(request, area), maxAge: sessionMs });
  }

  clear(request: Request, response: Response, area: Area): void {
    response.clearCookie(nameOf(area), attributesOf(request, area));
  }
}

function nameOf({ path }: Area): string {
  return `celeriac-${path.slice(1)}`;
}

/** No script reads it, no other site has it sent along with a POST, and over https it never goes without. */
function attributesOf(request: Request, { path }: Area): CookieOptions {
  return { path, httpOnly: true, sameSite: 'lax', secure: request.secure };
}

/** A browser sends several of one name when they were set for several paths. */
function valuesOf(header = '', name: string): string[] {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}
