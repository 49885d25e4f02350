import { Injectable } from '@nestjs/common';
import { Broker } from '../../../core/redis/broker.js';
import { Keys } from '../../../core/redis/keys.js';
import { StoredSecret } from '../stored-secret.js';

/** Signs tokens that read one task or workflow. Deleting it from Redis ends all of them. */
@Injectable()
export class TokenSecret extends StoredSecret {
  constructor(broker: Broker, keys: Keys) {
    super(broker, keys.tokenSecret);
  }
}
