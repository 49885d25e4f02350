import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config, ConfigError } from '../../platform/config/config.js';
import { KeyRing } from './key-ring.js';
import { PERSON } from './principal.js';

/**
 * Access modes:
 *
 * - `keys`: clients need one of API_KEYS, or people the login of OIDC_ISSUER
 * - `loopback`: without keys, only this machine is served
 * - `open`: AUTH=none, everybody is served
 */
export type AccessMode = 'keys' | 'loopback' | 'open';

/** The access mode, derived once from the environment. */
@Injectable()
export class Access implements OnApplicationBootstrap {
  readonly mode: AccessMode;
  readonly ring: KeyRing;
  private readonly logger = new Logger('Auth');

  /** @throws ConfigError if settings contradict each other, or would leave a production open */
  constructor(private readonly config: Config) {
    this.mode = modeOf(config);
    this.ring = new KeyRing(config.apiKeys ?? []);
    this.logins = loginsOf(config);
    this.sealOfPeople = sealOfPeople(config);
  }

  /** The ways in which a browser can log in; none without authentication. */
  readonly logins: readonly LoginWay[];
  /** Changes with the settings by which people get their roles: their sessions then end. */
  private readonly sealOfPeople: string | undefined;

  /** Text that a signature covers besides the name of the client, so that it ends with the client: see `signSession`. */
  sealOf(name: string): string | undefined {
    return name.startsWith(PERSON) ? this.sealOfPeople : this.ring.named(name)?.sha256;
  }

  private describe(): string {
    const { oidcIssuer } = this.config;
    const keys = this.ring.describe();
    return [keys && `API keys: ${keys}`, oidcIssuer && `People log in at ${oidcIssuer}`]
      .filter(Boolean)
      .join('. ');
  }

  onApplicationBootstrap(): void {
    if (this.mode === 'open') this.logger.warn(OPEN);
    else this.logger.log(this.mode === 'keys' ? this.describe() : LOCAL);
  }
}

const OPEN = 'AUTH=none: every client that can reach this API has full access, including the dashboard';
const LOCAL = 'API_KEYS is not set: serving localhost only, without authentication';

/** A way to log in, as clients see it. */
export type LoginWay =
  { readonly type: 'key' } | { readonly type: 'oidc'; readonly title: string; readonly url: string };

function loginsOf({ apiKeys, oidcIssuer, oidcTitle, basePath }: Config): LoginWay[] {
  return [
    ...(apiKeys === undefined ? [] : [{ type: 'key' } as const]),
    ...(oidcIssuer === undefined
      ? []
      : [{ type: 'oidc', title: oidcTitle, url: `${basePath}/session/oidc` } as const]),
  ];
}

function sealOfPeople({ oidcIssuer, oidcClientId, oidcRoleClaim, oidcRoles }: Config): string | undefined {
  if (oidcIssuer === undefined) return undefined;
  const settings = JSON.stringify([oidcIssuer, oidcClientId, oidcRoleClaim, oidcRoles]);
  return createHash('sha256').update(settings).digest('hex');
}

const MAKE_ONE = 'create one with `npm run key -- NAME ROLE`';

function modeOf({ apiKeys, oidcIssuer, auth, isProduction }: Config): AccessMode {
  const given = Object.entries({ API_KEYS: apiKeys, OIDC_ISSUER: oidcIssuer }).find(([, value]) => value);
  if (given !== undefined && auth === 'none')
    throw new ConfigError([`AUTH is "none", but ${given[0]} is set: remove one of them`]);
  if (given !== undefined) return 'keys';
  if (auth === 'none') return 'open';
  if (!isProduction) return 'loopback';
  throw new ConfigError([
    `API_KEYS is not set, but in production the API does not start without keys: ${MAKE_ONE}. If a proxy ` +
      'authenticates the clients, or nobody else can reach the API, set AUTH=none',
  ]);
}
