import { Global, Module } from '@nestjs/common';
import { ConfigModule as EnvironmentModule } from '@nestjs/config';
import { Config } from './config.js';
import { environmentFileProblem } from './environment-file.js';

/**
 * Gives every module the one Config. `@nestjs/config` reads `.env` into the environment (a variable that is
 * already set wins); parsing, checking and freezing are `Config`'s. Global because everything is configured.
 */
@Global()
@Module({
  // One that cannot be read is said by `loadEnvironment`, at the start: here it would end the process without a sentence.
  imports: [
    EnvironmentModule.forRoot({ cache: true, ignoreEnvFile: environmentFileProblem() !== undefined }),
  ],
  providers: [{ provide: Config, useFactory: () => new Config(process.env) }],
  exports: [Config],
})
export class ConfigModule {}
