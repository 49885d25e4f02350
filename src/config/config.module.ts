import { Global, Module } from '@nestjs/common';
import { ConfigModule as EnvironmentModule } from '@nestjs/config';
import { Config } from './config.js';

/**
 * Gives every module the one Config. `@nestjs/config` reads `.env` into the environment (a variable that is
 * already set wins); parsing, checking and freezing are `Config`'s. Global because everything is configured.
 */
@Global()
@Module({
  imports: [EnvironmentModule.forRoot({ cache: true })],
  providers: [{ provide: Config, useFactory: () => new Config(process.env) }],
  exports: [Config],
})
export class ConfigModule {}
