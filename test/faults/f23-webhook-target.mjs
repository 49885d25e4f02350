/** F23: a broken or hostile webhook receiver blocks nothing, costs no memory, and cannot redirect anywhere. */
import { randomBytes } from 'node:crypto';
import { ask } from './harness/ask.mjs';
import { startHostileOrigin } from './harness/hostile-origin.mjs';
import { watchMemory } from './harness/resources.mjs';
import { Tasks } from './harness/tasks.mjs';
import { until } from './harness/until.mjs';

const SLOTS = 16;
const EACH = 8;
/** Two attempts, to see that there is a second one. */
const TWICE = { attempts: 2, backoff: { type: 'fixed', delay_ms: 100 } };

/** Expected by path: the task's status, and its attempts. */
const KINDS = {
  ok: { status: 'SUCCESS', attempt: 1 },
  500: { status: 'FAILURE', attempt: 2 },
  redirect: { status: 'FAILURE', attempt: 2 },
  gigabyte: { status: 'SUCCESS', attempt: 1 },
  'gigabyte-500': { status: 'FAILURE', attempt: 2 },
  'hang-in-body': { status: 'SUCCESS', attempt: 1 },
};
const HANGING = ['hang', 'drip-header'];

export default {
  fault: 'webhook target: 500, hang, redirect to loopback, 1 GB body',
  async run(row) {
    const origin = await startHostileOrigin();
    row.atEnd(() => origin.close());
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const variables = { WEBHOOK_SECRETS: secret, FAULTS_INTERNET_PORT: String(origin.port) };
    const stand = await row.prepareAll({ workers: 1, variables });
    const [worker] = stand.workers;
    const tasks = new Tasks(stand.url);
    const deliver = (path, options = TWICE, host = 'hooks.example.com') =>
      tasks.mustSubmit('/notifications', { ...webhook(`http://${host}:8080/${path}`), options });
    const deliverEach = async (kinds) => {
      const ids = await Promise.all(
        kinds.flatMap((path) => Array.from({ length: EACH }, () => deliver(path))),
      );
      return Promise.all(ids.map((id) => tasks.ended(id)));
    };

    const kinds = Object.keys(KINDS);
    for (let warm = 0; warm < 3; warm++) await deliverEach(kinds);
    const memory = watchMemory(worker);
    const ended = await deliverEach(kinds);
    const { grown_mb: grown, ...figures } = memory.stop();
    const wrong = ended
      .map(({ status, attempt }, i) => ({ path: kinds[Math.floor(i / EACH)], status, attempt }))
      .filter(({ path, ...found }) => JSON.stringify(found) !== JSON.stringify(KINDS[path]));

    // Receivers that never respond occupy every slot: how long does the next webhook wait?
    const waits = [];
    for (const path of HANGING) {
      const before = origin.requests.length;
      const ids = await Promise.all(Array.from({ length: SLOTS }, () => deliver(path, { attempts: 1 })));
      await until(() => origin.requests.length === before + SLOTS, { what: 'hanging webhooks in all slots' });
      const from = Date.now();
      await tasks.ended(await deliver('ok'));
      waits.push((Date.now() - from) / 1_000);
      await Promise.all(ids.map((id) => tasks.ended(id)));
    }

    const byName = await tasks.ended(await deliver('ok', TWICE, 'loopback.example.com'));
    const { status: literal } = await ask(`${stand.url}/notifications`, {
      method: 'POST',
      json: webhook('http://127.0.0.1:8080/ok'),
    });
    row.counts = await tasks.count();
    Object.assign(row.figures, {
      memory: figures,
      sent_bytes: origin.sent,
      unlike_policy: wrong,
      waits_s: waits,
    });
    row.exactly('lost', row.counts.lost, 0);
    row.exactly('ended otherwise than by policy', wrong.length, 0);
    row.exactly(
      'requests that followed the redirect',
      origin.requests.filter(({ path }) => path === 'loopback').length,
      0,
    );
    row.is('a name of loopback is refused at once', byName.status === 'FAILURE' && byName.attempt === 1);
    row.exactly('a loopback address is answered', literal, 422);
    row.within('a slot is free again', Math.max(...waits), 10);
    row.atMost('memory of the worker grows by', grown, 10, 'MiB');
  },
};

function webhook(url) {
  return { channel: 'webhook', url, event: { type: 'test.happened', data: { n: 1 } } };
}
