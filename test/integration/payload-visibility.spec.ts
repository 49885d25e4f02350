import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { IsString } from 'class-validator';
import request from 'supertest';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import type { Role } from '../../src/platform/config/roles.js';
import { Archiving } from '../support/archiving.js';
import { eventually } from '../support/eventually.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { OpenApi, type Operation } from '../support/openapi.js';
import { type Stand, startStand } from '../support/stand.js';

const SHOWN_TO_ADMINS = 'canary-of-a-payload';
const SECRET = 'canary-of-a-secret';

class Login {
  @IsString()
  user!: string;

  @IsString()
  password!: string;
}

@Task({ name: 'test.login', queue: 'tasks', payload: Login, redact: ['password'], attempts: 1 })
class LoginTask implements TaskHandler<Login, number> {
  run({ user }: Login): Promise<number> {
    return user === '' ? Promise.resolve(1) : Promise.reject(new RangeError('no'));
  }
}

@Module({ providers: [LoginTask] })
class TestTasks {}

describe('the payload of a task', () => {
  let stand: Stand;
  let url: string;
  let operations: (readonly [string, Operation])[];
  /** Values of parameters in paths: one task is in the broker, the other only in the history. */
  let places: Record<string, string>[];

  const call = (method: 'get' | 'post' | 'put', path: string, role: Role) =>
    request(url)[method](path).set(bearer(KEYS[role]));

  beforeAll(async () => {
    const PAYLOAD_KEYS = Buffer.alloc(32, 7).toString('base64');
    stand = await startStand({ modules: [TestTasks] }, { API_KEYS, PAYLOAD_KEYS });
    const archiving = new Archiving(stand);
    await stand.app.listen(0, '127.0.0.1');
    url = await stand.app.getUrl();
    const payload = { user: SHOWN_TO_ADMINS, password: SECRET };
    const ended = async (path: string) =>
      eventually(async () => {
        const { body } = await call('get', path, 'viewer').expect(200);
        expect(body.finished_at).not.toBeNull();
        return body;
      });
    const submitted = async () => {
      const { body } = await call('post', '/tasks/test.login', 'submitter').send({ payload }).expect(201);
      return ended(`/tasks/${body.task_id}`);
    };
    const [kept, archived] = [await submitted(), await submitted()];
    await archiving.record(archived.task_id);
    await archiving.forget(archived.task_id);
    const steps = { login: { task: 'test.login', payload } };
    const { body: started } = await call('post', '/workflows', 'submitter').send({ steps }).expect(201);
    await ended(`/workflows/${started.workflow_id}`);
    const schedule = { task: 'test.login', payload, every_ms: 3_600_000 };
    await call('put', '/schedules/canary', 'operator').send(schedule).expect(201);
    const { body: bulk } = await call('post', '/bulk-actions', 'admin')
      .send({ action: 'delete', q: `payload.user:${SHOWN_TO_ADMINS}`, dry_run: true })
      .expect(202);
    const { body: document } = await call('get', '/openapi.json', 'viewer').expect(200);
    operations = new OpenApi(document).operations().filter(([label]) => label.startsWith('GET '));
    const shared = { workflow_id: started.workflow_id, schedule_id: 'canary', name: 'tasks' };
    places = [kept.task_id, archived.task_id].map((task_id) => ({
      ...{ ...shared, task_id, bulk_action_id: bulk.bulk_action_id },
    }));
  });
  afterAll(() => stand.stop());

  /** The answers of every route that reads, with these parameters; endless streams are left out. */
  async function answers(role: Role, query = '', fits: (operation: Operation) => boolean = () => true) {
    const asked = operations.filter(([label, operation]) => label !== 'GET /events' && fits(operation));
    const paths = asked.flatMap(([label]) =>
      places.map((place) => label.slice(4).replaceAll(/\{(\w+)\}/g, (_, name: string) => place[name] ?? 'x')),
    );
    const read = async (path: string) => {
      const { status, text, body } = await call('get', `${path}${query}`, role);
      return { path, status, shown: `${text} ${JSON.stringify(body)}` };
    };
    return Promise.all([...new Set(paths)].map(read));
  }
  const showing = (all: Awaited<ReturnType<typeof answers>>, what: string) =>
    all.filter(({ shown }) => shown.includes(what)).map(({ path }) => path);
  const hasInclude = ({ parameters = [] }: Operation) => parameters.some(({ name }) => name === 'include');

  it.each(['viewer', 'submitter', 'operator'] as const)(
    'is shown by no route to the role %s',
    async (role) => {
      const all = await answers(role);
      expect(all.filter(({ status }) => status === 200).length).toBeGreaterThan(25);
      expect([...showing(all, SHOWN_TO_ADMINS), ...showing(all, SECRET)]).toEqual([]);
      const included = await answers(role, '?include=payload', hasInclude);
      expect(included.map(({ status }) => status)).toEqual(included.map(() => 403));
    },
  );

  it('is shown to admins who ask for it, and with a schedule', async () => {
    const [kept, archived] = places.map(({ task_id }) => `/tasks/${task_id}`);
    const shown = [...(await answers('admin')), ...(await answers('admin', '?include=payload', hasInclude))];
    const routes = showing(shown, SHOWN_TO_ADMINS);
    const inQueries = ['/bulk-actions', `/bulk-actions/${places[0]?.['bulk_action_id']}`, '/audit'];
    const inOthers = [kept, archived, '/schedules', '/schedules/canary'];
    expect(routes).toEqual(expect.arrayContaining([...inOthers, ...inQueries]));
    expect(showing(shown, SECRET)).toEqual([]);
  });
});
