import { type LoggerService, Module, type Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../src/apps/app.module.js';
import { configureApp } from '../../src/apps/app.js';
import { workerOptions } from '../../src/apps/core-options.js';
import { Config } from '../../src/platform/config/config.js';
import { Recorder } from '../../src/history/recorder/recorder.js';
import { FastExpressAdapter } from '../../src/api/server/fast-express.adapter.js';
import { WorkerModule } from '../../src/apps/worker.module.js';
import { WorkerLifecycle } from '../../src/worker/worker-lifecycle.js';
import { WorkerOptions } from '../../src/worker/worker-options.js';
import type { Variables } from './sandbox.js';

/** Logged lines, for tests of what an operator sees. */
export class RecordingLogger implements LoggerService {
  readonly lines: string[] = [];
  log = (...parts: unknown[]) => this.record(parts);
  warn = (...parts: unknown[]) => this.record(parts);
  error = (...parts: unknown[]) => this.record(parts);
  debug = () => undefined;
  verbose = () => undefined;

  private record(parts: unknown[]): void {
    this.lines.push(parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
  }
}

/** Additions of a test to a program. */
export interface AppOptions {
  readonly modules?: Type[];
  readonly logger?: LoggerService;
  /** Options of the worker that differ from what the settings give. */
  readonly worker?: Partial<WorkerOptions>;
}

/** The real API in this process, not listening: give its server to supertest. */
export async function startApi(variables: Variables, options: AppOptions = {}) {
  const testing = await compile(AppModule, variables, options);
  const app = testing.createNestApplication<NestExpressApplication>(new FastExpressAdapter(), {
    bodyParser: false,
  });
  await configureApp(app)
    .init()
    .catch(async (error: unknown) => {
      await app.close(); // parts that did start must not remain
      throw error;
    });
  return app;
}

/** A real worker in this process, consuming. `modules` add the test's own tasks. */
export async function startWorker(variables: Variables, options: AppOptions = {}) {
  const testing = await compile(WorkerModule, variables, options);
  await testing.init();
  testing.get(WorkerLifecycle).start(new URL('../../dist/thread.js', import.meta.url));
  testing.get(Recorder).start();
  return testing;
}

/** A program's own module with the test's additions, configured by the test's environment. */
async function compile(program: Type, variables: Variables, { modules = [], logger, worker }: AppOptions) {
  @Module({ imports: [program, ...modules] })
  class TestModule {}
  const config = new Config(variables);
  const testing = Test.createTestingModule({ imports: [TestModule] })
    .overrideProvider(Config)
    .useValue(config)
    .setLogger(logger ?? new RecordingLogger());
  if (worker === undefined) return testing.compile();
  const options = new WorkerOptions({ ...(await workerOptions.useFactory(config)), ...worker });
  return testing.overrideProvider(WorkerOptions).useValue(options).compile();
}
