import { ConfigModule } from '@nestjs/config';

/**
 * Reads `.env` of the working folder into `process.env`, where a variable that is already set wins. The Nest
 * processes do it when their `ConfigModule` is loaded; this is the same code for a process without Nest, so that
 * the same file never means two things.
 */
export async function loadEnvironment(): Promise<void> {
  await ConfigModule.forRoot();
}
