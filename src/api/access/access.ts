import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config, ConfigError } from '../../platform/config/config.js';
import { KeyRing } from './key-ring.js';

/**
 * - `keys`: whoever has one of API_KEYS
 * - `loopback`: there are no keys, so only this machine is answered
 * - `open`: AUTH=none, so everybody is
 */
export type AccessMode = 'keys' | 'loopback' | 'open';

/** Who is let in at all, decided once by the environment. */
@Injectable()
export class Access implements OnApplicationBootstrap {
  readonly mode: AccessMode;
  readonly ring: KeyRing;
  private readonly logger = new Logger('Auth');

  /** @throws ConfigError when the environment contradicts itself, or leaves a production open */
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
