import { Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { SafeFetch } from './safe-fetch.js';

/** Everything that leaves to an address that a user gave. */
@Module({
  providers: [
    { provide: SafeFetch, useFactory: (config: Config) => new SafeFetch(config), inject: [Config] },
  ],
  exports: [SafeFetch],
})
export class OutboundModule {}
