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
    else this.logger.log(this.mode === 'keys' ? `The API takes the keys of ${this.ring.describe()}` : LOCAL);
  }
}

const OPEN = 'AUTH=none: everybody who reaches this API may do everything, the dashboard included';
const LOCAL =
  'There are no API_KEYS: only requests from this machine are answered, and they may do everything';

const MAKE_ONE = '`npm run key -- NAME ROLE` makes a key and its entry';

function modeOf({ apiKeys, auth, isProduction }: Config): AccessMode {
  if (apiKeys !== undefined && auth === 'none')
    throw new ConfigError([
      'AUTH is "none", but there are API_KEYS: leave one of them out, so that it is clear who is let in',
    ]);
  if (apiKeys !== undefined) return 'keys';
  if (auth === 'none') return 'open';
  if (!isProduction) return 'loopback';
  throw new ConfigError([
    `API_KEYS is not set, but in production the API does not start without keys: ${MAKE_ONE}. ` +
      'Where something in front of it checks who asks, or nobody else can reach it, set AUTH=none',
  ]);
}
