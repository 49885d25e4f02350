import { Logger } from '@nestjs/common';
import type { Broker } from '../redis/broker.js';

/**
 * Calls `ready` once the broker is there. Until then a process is up and not ready: it says for what it waits.
 *
 * @param who what waits, e.g. `The API at http://localhost:8000`
 */
export async function whenBrokerAnswers(broker: Broker, who: string, ready: () => void): Promise<void> {
  if (broker.producer.status !== 'ready') {
    new Logger('Broker').warn(`${who} waits for Redis at ${broker.address}`);
    await new Promise<void>((resolve) => broker.producer.once('ready', () => resolve()));
  }
  ready();
}
