import { Module, type Type } from '@nestjs/common';
import { BridgeCounters } from '../../src/bridges/celery/process/bridge-counters.js';
import {
  CeleryBroker,
  type TakeMessages,
  type Taken,
} from '../../src/bridges/celery/broker/celery-broker.js';
import { CeleryResults } from '../../src/bridges/celery/broker/celery-results.js';
import type { CeleryCall } from '../../src/bridges/celery/calls/celery-call.js';
import { CeleryNodes } from '../../src/bridges/celery/events/celery-nodes.js';
import { RevokedIds } from '../../src/bridges/celery/calls/revoked-ids.js';
import { CanvasSteps } from '../../src/bridges/celery/canvas/canvas-steps.js';
import { egressServices } from '../../src/bridges/celery/egress/egress-services.js';
import { eventServices } from '../../src/bridges/celery/events/event-services.js';
import { ingressServices } from '../../src/bridges/celery/ingress/ingress-services.js';
import { Turn } from '../../src/bridges/celery/ingress/turn.js';
import type { TaskMessage } from '../../src/bridges/celery/protocol/task-message.js';
import { newTaskMessage, writeTaskMessage } from '../../src/bridges/celery/protocol/write-task-message.js';
import { CoreModule, TaskList, type TaskSnapshot } from '../../src/core/index.js';
import { BridgedTasks } from './bridged-tasks.js';
import { FakeBroker, FakeCanvas, FakeResults } from './celery-fakes.js';
import { startApi } from './in-process.js';
import { type Variables, createSandbox } from './sandbox.js';

/** A message, with what became of it. */
export interface TestTaken extends Taken {
  readonly became: ('acknowledged' | 'given back')[];
}

/** A broker that keeps whom it gives messages to. */
export class TakingBroker extends FakeBroker {
  queues: readonly string[] = [];
  give: TakeMessages = () => Promise.resolve();

  override take = (queues: readonly string[], give: TakeMessages): Promise<void> => {
    [this.queues, this.give] = [queues, give];
    return Promise.resolve();
  };

  override stopTaking = (): Promise<void> => {
    this.queues = [];
    return Promise.resolve();
  };
}

/** The parts of a bridge that take tasks from Celery, without a worker: tasks stay PENDING. Celery is a fake. */
export async function startIngressRoom(variables: Variables = {}) {
  const [results, broker, canvas] = [new FakeResults(), new TakingBroker(), new FakeCanvas()];
  const fakes = [
    { provide: CeleryResults, useValue: results },
    { provide: CeleryBroker, useValue: broker },
    { provide: CanvasSteps, useValue: canvas },
  ];
  const services = [...egressServices, ...eventServices, ...ingressServices, RevokedIds, CeleryNodes];
  @Module({ imports: [CoreModule], providers: [...services, ...BridgedTasks, ...fakes, BridgeCounters] })
  class IngressRoom {}
  const sandbox = await createSandbox(variables);
  const app = await startApi(sandbox.variables, { modules: [IngressRoom] });
  const get = <T>(type: Type<T>): T => app.get(type);
  /** The tasks of a Celery id, newest first. */
  const tasksOf = async (celeryId: string): Promise<TaskSnapshot[]> => {
    const { items } = await get(TaskList).page({}, 100);
    return items.filter(({ bridge }) => (bridge?.data as CeleryCall | undefined)?.id === celeryId);
  };
  const run = (...messages: readonly TestTaken[]) => get(Turn).run(messages);
  const stop = async () => {
    await app.close();
    await sandbox.clean();
  };
  return { app, sandbox, results, broker, canvas, get, tasksOf, run, stop };
}

/** A message of Celery as it is delivered. */
export function delivered(
  id: string,
  values: Partial<TaskMessage> = {},
  { tag, isRedelivered = false }: { readonly tag?: string | null; readonly isRedelivered?: boolean } = {},
): TestTaken {
  const message = newTaskMessage('test.bridged', id, { args: ['good'], ...values });
  const became: TestTaken['became'] = [];
  return {
    ...writeTaskMessage(message, { now: Date.now(), origin: 'test' }),
    ...{ queue: 'celery', exchange: '', routingKey: 'celery', isRedelivered, became },
    deliveryTag: tag === undefined ? `tag of ${id}` : tag,
    acknowledge: () => Promise.resolve(void became.push('acknowledged')),
    giveBack: () => Promise.resolve(void became.push('given back')),
  };
}
