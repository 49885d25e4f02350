import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import type { ApiKey } from '../../../platform/config/settings/access.js';
import { Config } from '../../../platform/config/config.js';
import { Access } from '../access.js';
import type { Area } from '../area.js';
import { EndedSessions } from './ended-sessions.js';
import type { EndedSession } from './ended-set.js';
import { type OpenSession, openSession, signSession } from './session.js';
import { SessionSecret } from './session-secret.js';

/** The session cookie of a browser in an area. */
@Injectable()
export class SessionCookie {
  private lastExpiry = 0;

  constructor(
    private readonly access: Access,
    private readonly secret: SessionSecret,
    private readonly ended: EndedSessions,
    private readonly config: Config,
  ) {}

  /**
   * The key that the browser has logged in with.
   *
   * @throws BrokerUnavailableError if this process has not read the secret yet, or cannot check whether the session was
   * logged out
   */
  async read(request: Request, area: Area): Promise<ApiKey | undefined> {
    for (const session of await this.sessionsOf(request, area))
      if (!(await this.ended.has(endOf(session)))) return session.key;
    return undefined;
  }

  async write(request: Request, response: Response, area: Area, key: ApiKey): Promise<void> {
    const { sessionMs } = this.config;
    const scope = { area: area.path, secret: await this.secret.get() };
    // Sessions are unique: otherwise the logout of one would end another.
    this.lastExpiry = Math.max(Date.now() + sessionMs, this.lastExpiry + 1);
    const session = signSession(key, this.lastExpiry, scope);
    response.cookie(nameOf(area), session, { ...attributesOf(request, area), maxAge: sessionMs });
  }

  /**
   * Ends the session for every copy of the cookie, in all API processes.
   *
   * @throws BrokerUnavailableError if the broker could not be reached. The cookie is cleared anyway, unless this
   * process could not identify the session: then the browser keeps it for another try.
   */
  async end(request: Request, response: Response, area: Area): Promise<void> {
    const sessions = await this.sessionsOf(request, area);
    response.clearCookie(nameOf(area), attributesOf(request, area));
    const endings = await Promise.allSettled(sessions.map((session) => this.ended.end(endOf(session))));
    const failed = endings.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  private async sessionsOf(request: Request, area: Area): Promise<OpenSession[]> {
    const texts = valuesOf(request.headers.cookie, nameOf(area));
    if (texts.length === 0) return [];
    const scope = { area: area.path, secret: await this.secret.get() };
    const sessions = texts.map((text) => openSession(text, this.access.ring, scope, Date.now()));
    return sessions.filter((session) => session !== undefined);
  }
}

function endOf({ key, id, expiresAt }: OpenSession): EndedSession {
  return { keyName: key.name, id, expiresAt };
}

function nameOf({ path }: Area): string {
  return `celeriac-${path.slice(1)}`;
}

/** Not readable by scripts, not sent along with cross-site POSTs, and sent over https only if it was set there. */
function attributesOf(request: Request, { path }: Area): CookieOptions {
  return { path, httpOnly: true, sameSite: 'lax', secure: request.secure };
}

/** Browsers send several cookies of one name if they were set for several paths. */
function valuesOf(header = '', name: string): string[] {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}
