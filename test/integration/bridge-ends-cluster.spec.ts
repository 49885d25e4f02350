import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { BridgeEnds } from '../../src/core/lifetime/bridge-ends.js';
import { TaskQueue } from '../../src/core/submit/task-queue.js';
import { BridgedTasks } from '../support/bridged-tasks.js';
import { type OwnCluster, createOwnCluster } from '../support/redis-cluster.js';
import { type Stand, startStand } from '../support/stand.js';

@Module({ providers: BridgedTasks })
class TestTasks {}

describe('the ends of bridged tasks in a cluster', () => {
  let cluster: OwnCluster;
  let stand: Stand;

  beforeAll(async () => {
    cluster = await createOwnCluster();
    const variables = { REDIS_CLUSTER_NODES: cluster.nodes, REDIS_PREFIX: '{celeriac}' };
    stand = await startStand({ modules: [TestTasks] }, variables);
  }, 120_000);

  afterAll(async () => {
    await stand.stop();
    await cluster.remove();
  });

  it('are handed over, taken and settled in the slot of all keys', async () => {
    const ends = stand.app.get(BridgeEnds);
    expect(await ends.take('test', 'one', { count: 10, waitMs: 1 })).toEqual([]);
    const bridge = { bridge: 'test', id: 'theirs', data: { any: [] } };
    const task = { name: 'test.bridged', payload: { how: 'good' }, bridge };
    const { id } = await stand.app.get(TaskQueue).submitNamed(task);
    const [end] = await ends.take('test', 'one', { count: 10, waitMs: 20_000 });
    expect(end?.task).toMatchObject({ id, status: 'SUCCESS', bridge });
    expect(await ends.waiting('test')).toMatchObject({ count: 1 });
    await ends.settle('test', [end?.entry ?? '']);
    expect(await ends.waiting('test')).toEqual({ count: 0, oldestAt: null });
  });
});
