import { Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { SafeFetch } from './safe-fetch.js';

/** Provides requests to URLs given by users. */
@Module({
  providers: [
    { provide: SafeFetch, useFactory: (config: Config) => new SafeFetch(config), inject: [Config] },
  ],
  exports: [SafeFetch],
})
export class OutboundModule {}
