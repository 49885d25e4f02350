import { Logger } from '@nestjs/common';
import type { Broker } from '../redis/broker.js';

/**
 * Calls `ready` once the broker responds. Until then the process is up but not ready, and logs what it waits for.
 *
 * @param who the waiting process, e.g. `The API at http://localhost:8000`
 */
export async function whenBrokerAnswers(broker: Broker, who: string, ready: () => void): Promise<void> {
  if (broker.producer.status !== 'ready') {
    new Logger('Broker').warn(`${who} is waiting for Redis at ${broker.address}`);
    await new Promise<void>((resolve) => broker.producer.once('ready', () => resolve()));
  }
  ready();
}
