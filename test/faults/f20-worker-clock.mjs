/** F20: a worker's clock is wrong by an hour. Delayed tasks must not run early. */
import { fileURLToPath } from 'node:url';
import { ask } from './harness/ask.mjs';
import { until } from './harness/until.mjs';

const HOUR_MS = 3_600_000;
const CLOCK = [`--import=${fileURLToPath(new URL('./programs/clock.mjs', import.meta.url))}`];

export default {
  fault: 'worker clock ±1 h',
  async run(row) {
    for (const [offMs, sign] of [
      [HOUR_MS, '+1 h'],
      [-HOUR_MS, '-1 h'],
    ]) {
      const stand = await row.prepareAll({ workers: 0 });
      const wrong = await stand.startWorker('worker-1', { FAULTS_CLOCK_MS: String(offMs) }, CLOCK);
      const readiness = () => ask(`${wrong.url}/health/ready`);
      await until(async () => (await readiness()).status === 503, { what: 'not ready' }).catch(
        () => undefined,
      );
      const { status, body } = await readiness();
      row.exactly(`${sign}: readiness`, status, 503);
      row.is(`${sign}: says that it is the clock`, /clock/i.test(JSON.stringify(body)));
      row.figures[`said_${sign}`] = body.error?.clock?.message ?? null;

      const delay = row.isShort ? 6_000 : 20_000;
      const delayed = await stand.submissions.mustSubmit({}, { options: { delay_ms: delay } });
      const dueAt = delayed.sentAt + delay;
      await stand.submissions.mustSubmit(); // makes the worker poll its queue
      await until(() => Date.now() > dueAt - 3_000, { limitMs: 30_000 });
      row.exactly(`${sign}: runs before it is due`, stand.runsOf(delayed).length, 0);
      await stand.startWorker('worker-2');
      row.holds(await row.count(60_000), { duplicates: 0 });
      const [{ at } = {}] = stand.runsOf(delayed);
      row.atLeast(`${sign}: ran after it was due, by ms`, at - dueAt, 0);
    }
  },
};
