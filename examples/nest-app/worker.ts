import { NestFactory } from '@nestjs/core';
import { WorkerLifecycle } from '../../src/worker/index.js';
import { AppModule } from './app.module.js';
import { config } from './config.js';

/** A worker: executes what the API accepts. At SIGTERM it drains. */
const app = await NestFactory.createApplicationContext(AppModule.with(config));
app.enableShutdownHooks();
app.get(WorkerLifecycle).start(new URL('./thread.js', import.meta.url));
