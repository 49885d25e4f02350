import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config, ConfigError } from '../../platform/config/config.js';
import { KeyRing } from './key-ring.js';

/**
 * Access modes:
 *
 * - `keys`: clients need one of API_KEYS
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
  constructor(config: Config) {
    this.mode = modeOf(config);
    this.ring = new KeyRing(config.apiKeys ?? []);
  }

  onApplicationBootstrap(): void {
    if (this.mode === 'open') this.logger.warn(OPEN);
    else this.logger.log(this.mode === 'keys' ? `API keys: ${this.ring.describe()}` : LOCAL);
  }
}

const OPEN = 'AUTH=none: every client that can reach this API has full access, including the dashboard';
const LOCAL = 'API_KEYS is not set: serving localhost only, without authentication';

const MAKE_ONE = 'create one with `npm run key -- NAME ROLE`';

function modeOf({ apiKeys, auth, isProduction }: Config): AccessMode {
  if (apiKeys !== undefined && auth === 'none')
    throw new ConfigError(['AUTH is "none", but API_KEYS is set: remove one of them']);
  if (apiKeys !== undefined) return 'keys';
  if (auth === 'none') return 'open';
  if (!isProduction) return 'loopback';
  throw new ConfigError([
    `API_KEYS is not set, but in production the API does not start without keys: ${MAKE_ONE}. If a proxy ` +
      'authenticates the clients, or nobody else can reach the API, set AUTH=none',
  ]);
}
