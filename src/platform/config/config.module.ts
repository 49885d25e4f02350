import { Global, Module } from '@nestjs/common';
import { ConfigModule as EnvironmentModule } from '@nestjs/config';
import { Config } from './config.js';
import { environmentFileProblem } from './environment-file.js';

/**
 * Provides the one Config to every module. `@nestjs/config` loads `.env` into the environment (variables that are
 * already set win); `Config` parses, validates and freezes it. Global because every module has settings.
 */
@Global()
@Module({
  // `loadEnvironment` reports an unreadable file at startup. Here it would end the process without a message.
  imports: [
    EnvironmentModule.forRoot({ cache: true, ignoreEnvFile: environmentFileProblem() !== undefined }),
  ],
  providers: [{ provide: Config, useFactory: () => new Config(process.env) }],
  exports: [Config],
})
export class ConfigModule {}
