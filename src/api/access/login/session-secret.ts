import { Injectable } from '@nestjs/common';
import { Broker } from '../../../core/redis/broker.js';
import { Keys } from '../../../core/redis/keys.js';
import { StoredSecret } from '../stored-secret.js';

/** Signs browser sessions. */
@Injectable()
export class SessionSecret extends StoredSecret {
  constructor(broker: Broker, keys: Keys) {
    super(broker, keys.sessionSecret);
  }
}
