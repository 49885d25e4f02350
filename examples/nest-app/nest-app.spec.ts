import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, ValidationPipe } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { Redis } from 'ioredis';
import request from 'supertest';
import { WorkerLifecycle } from '../../src/worker/index.js';
import { eventually } from '../../test/support/eventually.js';
import { RecordingLogger } from '../../test/support/in-process.js';
import { AppModule } from './app.module.js';
import type { AppConfig } from './config.js';

const redisUrl = process.env['REDIS_URL'] ?? '';

/** One installation of the application in this process: its API and one worker. */
async function install(name: string) {
  const config: AppConfig = { name, port: 0, redisUrl, redisPrefix: `test-${name}-${randomUUID()}` };
  const compile = () =>
    Test.createTestingModule({ imports: [AppModule.with(config)] })
      .setLogger(new RecordingLogger())
      .compile();
  const api = (await compile()).createNestApplication<NestExpressApplication>();
  api.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true }));
  await api.init();
  const worker: INestApplicationContext = await (await compile()).init();
  worker.get(WorkerLifecycle).start(new URL('./thread.js', import.meta.url));
  return { config, api, worker };
}

type Installation = Awaited<ReturnType<typeof install>>;

async function remove({ config, api, worker }: Installation): Promise<void> {
  await worker.close();
  await api.close();
  const redis = new Redis(redisUrl);
  const keys = await redis.keys(`${config.redisPrefix}:*`);
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}

describe('a Nest application that installs the core', () => {
  let north: Installation;
  let south: Installation;

  beforeAll(async () => {
    north = await install('north');
    south = await install('south');
  });

  afterAll(async () => {
    await remove(north);
    await remove(south);
  });

  const http = ({ api }: Installation) => request(api.getHttpServer());
  const order = async (installation: Installation, title: string): Promise<string> => {
    const { body } = await http(installation)
      .post('/reports')
      .send({ title, sales: [3, 4] })
      .expect(202);
    return body.id;
  };
  const written = (installation: Installation, id: string, expected: object) =>
    eventually(async () => {
      const { body } = await http(installation).get(`/reports/${id}`).expect(200);
      expect(body).toEqual(expected);
    });

  it('submits a task, executes it and reads its result', async () => {
    const id = await order(north, 'May');
    await written(north, id, { status: 'SUCCESS', report: 'May: 7 in 2 sales', writtenBy: 'north' });
  });

  it('checks a payload by the DTO of the task', async () => {
    await http(north).post('/reports').send({ title: '', sales: [] }).expect(400);
  });

  it('does not see the tasks of another one in the same process', async () => {
    const ids = await Promise.all([order(north, 'June'), order(south, 'June')]);
    await written(north, ids[0], { status: 'SUCCESS', report: 'June: 7 in 2 sales', writtenBy: 'north' });
    await written(south, ids[1], { status: 'SUCCESS', report: 'June: 7 in 2 sales', writtenBy: 'south' });
    await http(north).get(`/reports/${ids[1]}`).expect(404);
    await http(south).get(`/reports/${ids[0]}`).expect(404);
  });
});

it('is shown unchanged by docs/architecture.md', () => {
  const file = 'examples/nest-app/app.module.ts';
  const docs = readFileSync('docs/architecture.md', 'utf8');
  expect(docs).toContain(`\`\`\`ts file=${file}\n${readFileSync(file, 'utf8')}\`\`\`\n`);
});
