import { expect } from '@jest/globals';
import { Module, type Type } from '@nestjs/common';
import { BridgeCounters } from '../../src/bridges/celery/process/bridge-counters.js';
import type { BridgePart } from '../../src/bridges/celery/process/bridge-part.js';
import { CeleryBroker } from '../../src/bridges/celery/broker/celery-broker.js';
import { CeleryResults } from '../../src/bridges/celery/broker/celery-results.js';
import type { CeleryCall } from '../../src/bridges/celery/calls/celery-call.js';
import { CeleryNodes } from '../../src/bridges/celery/events/celery-nodes.js';
import { CanvasSteps } from '../../src/bridges/celery/canvas/canvas-steps.js';
import { egressParts, egressServices } from '../../src/bridges/celery/egress/egress-services.js';
import { OpenCalls } from '../../src/bridges/celery/egress/open-calls.js';
import { eventParts, eventServices } from '../../src/bridges/celery/events/event-services.js';
import { CoreModule, Keys, TaskQueue, newTaskId } from '../../src/core/index.js';
import { FakeBroker, FakeCanvas, FakeResults } from './celery-fakes.js';
import { BridgedTasks } from './bridged-tasks.js';
import { eventually } from './eventually.js';
import { startStand } from './stand.js';
import type { Variables } from './sandbox.js';

/** The parts of a bridge that tell Celery what becomes of its tasks, with a worker; Celery is a fake. */
export async function startBridgeRoom(variables: Variables = {}) {
  const [results, broker, canvas] = [new FakeResults(), new FakeBroker(), new FakeCanvas()];
  const fakes = [
    { provide: CeleryResults, useValue: results },
    { provide: CeleryBroker, useValue: broker },
    { provide: CanvasSteps, useValue: canvas },
  ];
  @Module({
    imports: [CoreModule],
    providers: [...egressServices, ...eventServices, ...BridgedTasks, ...fakes, BridgeCounters, CeleryNodes],
  })
  class BridgeRoom {}
  const stand = await startStand({ modules: [BridgeRoom] }, variables);
  const { redis } = stand.sandbox;
  const get = <T>(type: Type<T>): T => stand.app.get(type);
  const parts = [...eventParts, ...egressParts].map((type): BridgePart => get<BridgePart>(type));
  await eventually(async () => expect(await get(CeleryNodes).live()).toHaveLength(1));
  for (const part of parts) await part.start();
  const submit = async (call: CeleryCall, options = {}, id = newTaskId()): Promise<string> => {
    get(OpenCalls).add(call, id);
    const [how] = call.args ?? [];
    const bridge = { bridge: 'celery', id: call.id, data: call };
    const origin = { nextId: () => id };
    const named = { name: call.task, payload: { how }, options, bridge, origin };
    const [outcome] = await get(TaskQueue).submitGroups([[named]]);
    if (!Array.isArray(outcome)) throw new Error(String(outcome));
    get(OpenCalls).stored([id]);
    return id;
  };
  /** Makes ends that were taken look as if their bridge had died half a minute ago. */
  const makeIdle = async () => {
    const stream = get(Keys).bridgeEnds('celery');
    const entries = (await redis.xrange(stream, '-', '+')).map(([entry]) => entry);
    await redis.xclaim(stream, 'bridge', 'dead', 0, ...entries, 'IDLE', 60_000, 'JUSTID');
  };
  const stop = async () => {
    for (const part of parts.toReversed()) await part.stop();
    await stand.stop();
  };
  return { stand, results, broker, canvas, get, submit, makeIdle, stop };
}
