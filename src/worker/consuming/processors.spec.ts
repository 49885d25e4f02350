import { describe, expect, it } from '@jest/globals';
import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type Provider, Scope } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { KnownQueues, QueueDefinition } from '../../core/task/known-queues.js';
import { WorkerOptions } from '../worker-options.js';
import { Processors } from './processors.js';
import { TaskProcessor } from './task-processor.js';
import { EarlyEnds } from './early-ends.js';
import { TaskRunner } from '../run/task-runner.js';

const queueNames = ['tasks', 'fetch', 'reports'];
const queues = queueNames.map((name) => ({ provide: name, useValue: new QueueDefinition(name) }));
const runner = { provide: TaskRunner, useValue: {} };
const earlyEnds = { provide: EarlyEnds, useValue: {} };

@Processor('tasks')
class TasksProcessor extends TaskProcessor {}

@Processor('tasks')
class SecondTasksProcessor extends TaskProcessor {}

@Processor('mail')
class MailProcessor extends TaskProcessor {}

@Processor({})
class NamelessProcessor extends TaskProcessor {}

class UndecoratedProcessor extends TaskProcessor {}

@Processor('tasks')
class PlainProcessor extends WorkerHost {
  override process(): Promise<void> {
    return Promise.resolve();
  }
}

@Injectable({ scope: Scope.REQUEST })
class OfRequest {}

@Processor('tasks')
class RequestProcessor extends TaskProcessor {
  @Inject(OfRequest)
  readonly ofRequest!: OfRequest;
}

/** A processor for each queue except these. */
function othersThan(...queues: string[]): Provider[] {
  return queueNames
    .filter((queue) => !queues.includes(queue))
    .map((queue) => {
      @Processor(queue)
      class QueueProcessor extends TaskProcessor {}
      return QueueProcessor;
    });
}

async function startWith(...providers: Provider[]): Promise<Processors> {
  const testing = Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [Processors, KnownQueues, WorkerOptions, runner, earlyEnds, ...queues, ...providers],
  });
  const app = await (await testing.compile()).init();
  return app.get(Processors);
}

describe('Processors', () => {
  it('are found by their queue', async () => {
    const processors = await startWith(...othersThan('tasks'), TasksProcessor);
    expect(processors.get('tasks')).toBeInstanceOf(TasksProcessor);
  });

  it('may be provided twice', async () => {
    const again = { provide: 'again', useClass: TasksProcessor };
    await startWith(...othersThan('tasks'), TasksProcessor, again, {
      provide: 'bare',
      useValue: Object.create(null),
    });
  });

  it('reports all missing ones, with what to add', async () => {
    await expect(startWith(...othersThan('tasks', 'fetch'))).rejects.toMatchObject({
      name: 'WiringError',
      message: expect.stringMatching(
        /^No processor serves the queue tasks: .*@Processor\('tasks'\).*`providers`.*\nNo processor .* queue fetch: .*$/,
      ),
    });
  });

  it.each<[string, Provider[], RegExp]>([
    [
      'two of one queue',
      [TasksProcessor, SecondTasksProcessor],
      /Queue tasks has two processors, TasksProcessor and SecondTasksProcessor\. Remove one/,
    ],
    [
      'one of an unknown queue',
      [TasksProcessor, MailProcessor],
      /MailProcessor .* unknown queue, "mail"\. Known are tasks, .*defineQueue/,
    ],
    ['one without a queue', [TasksProcessor, NamelessProcessor], /NamelessProcessor names no queue/],
    ['one without @Processor', [TasksProcessor, UndecoratedProcessor], /UndecoratedProcessor names no queue/],
    ['one of bare @nestjs/bullmq', [PlainProcessor], /PlainProcessor .* let it extend TaskProcessor/],
    [
      'one of a request',
      [OfRequest, RequestProcessor],
      /RequestProcessor depends on a request-scoped provider/,
    ],
  ])('are refused at startup: %s', async (_, providers, message) => {
    await expect(startWith(...othersThan('tasks'), ...providers)).rejects.toMatchObject({
      name: 'WiringError',
      message: expect.stringMatching(message),
    });
  });
});
