import type { ModuleMetadata, Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { coreOptions } from '../../../src/apps/core-options.js';
import { CoreOptions } from '../../../src/core/core-options.js';
import { TaskHandles } from '../../../src/core/handle/task-handles.js';
import { CompletionListeners } from '../../../src/core/lifetime/completion-listeners.js';
import { TaskStore } from '../../../src/core/read/task-store.js';
import { Backpressure } from '../../../src/core/submit/backpressure.js';
import { JobPreparer } from '../../../src/core/submit/job-preparer.js';
import { JobWriter } from '../../../src/core/submit/job-writer.js';
import { TaskQueue } from '../../../src/core/submit/task-queue.js';
import { KnownQueues } from '../../../src/core/task/known-queues.js';
import { TaskRegistry } from '../../../src/core/task/task-registry.js';
import { ConfigModule } from '../../../src/platform/config/config.module.js';
import { Config } from '../../../src/platform/config/config.js';
import type { Variables } from '../sandbox.js';
import { RecordedSubmits } from './record-submits.js';

/** For tasks with `redact`: nothing is stored here, but the check at startup needs a key. */
const TEST_KEY = Buffer.alloc(32, 'a test').toString('base64');

/** The submits of a running task are never refused. */
const NO_LIMITS: Pick<Backpressure, 'admit' | 'settle'> = {
  admit: (groups) => Promise.resolve(groups),
  settle: () => undefined,
};

/** Nothing is stored. */
const NO_TASKS: Pick<TaskStore, 'findMany'> = {
  findMany: (ids) => Promise.resolve(ids.map(() => undefined)),
};

const neverRuns = () => Promise.reject(new Error('What a task submits is recorded here, and does not run'));
const NO_HANDLES: Pick<TaskHandles, 'state' | 'result' | 'cancel'> = {
  state: neverRuns,
  result: neverRuns,
  cancel: neverRuns,
};

/** A task runs alone, without the module that defines its queue. */
const ANY_QUEUE: Pick<KnownQueues, 'has'> = { has: () => true };

/** Dependencies of tasks. */
export interface TaskDependencies extends Pick<ModuleMetadata, 'imports' | 'providers'> {
  /** Settings that differ from the defaults, as environment variables. */
  readonly settings?: Variables;
}

/** An application of these tasks without a broker: what they submit is recorded. Close it. */
export async function testingModule(
  tasks: readonly Provider[],
  { imports = [], providers = [], settings = {} }: TaskDependencies,
): Promise<TestingModule> {
  const recording = [
    TaskRegistry,
    TaskQueue,
    JobPreparer,
    RecordedSubmits,
    {
      provide: CoreOptions,
      inject: [Config],
      useFactory: (config: Config) => new CoreOptions(coreOptions.useFactory(config) as Partial<CoreOptions>),
    },
    { provide: KnownQueues, useValue: ANY_QUEUE },
    { provide: JobWriter, useExisting: RecordedSubmits },
    { provide: CompletionListeners, useValue: { get: () => ({ check: () => undefined }) } }, // no task ends here
    { provide: Backpressure, useValue: NO_LIMITS },
    { provide: TaskStore, useValue: NO_TASKS }, // asked by TaskQueue for duplicates only: none are recorded
    { provide: TaskHandles, useValue: NO_HANDLES },
  ];
  const testing = await Test.createTestingModule({
    imports: [DiscoveryModule, ConfigModule, ...imports],
    providers: [...tasks, ...recording, ...providers],
  })
    .overrideProvider(Config)
    .useValue(new Config({ PAYLOAD_KEYS: TEST_KEY, ...settings }))
    .compile();
  return testing.init();
}
