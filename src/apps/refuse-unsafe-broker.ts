import type { INestApplicationContext } from '@nestjs/common';
import { BrokerState } from '../core/broker-state/broker-state.js';
import { ConfigError } from '../platform/config/config.js';

/**
 * Does not let a process begin with a broker that loses tasks. One that is away may come later.
 *
 * @throws ConfigError
 */
export async function refuseUnsafeBroker(app: INestApplicationContext): Promise<void> {
  const problem = await app.get(BrokerState).findUnsafe();
  if (problem !== undefined) throw new ConfigError([problem]);
}
