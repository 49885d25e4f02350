/** F6: a task that kills every process that runs it is identified, and other tasks do not suffer. */
import { ask } from './harness/ask.mjs';
import { until } from './harness/until.mjs';

const HEALTHY = 30;

export default {
  fault: 'poison task among 30',
  async run(row) {
    const stand = await row.prepareAll({
      workers: 0,
      shortLocks: row.isShort,
      // These are under suspicion after a death, and run alone.
      variables: { WORKER_CONCURRENCY: row.isShort ? 'tasks=4' : 'tasks=10' },
    });
    const { submissions } = stand;
    const submitHealthy = () => submissions.mustSubmit({ ms: row.isShort ? 200 : 1_000 });
    for (let i = 0; i < HEALTHY / 2; i++) await submitHealthy();
    const poison = await submissions.mustSubmit({}, { name: 'faults.poison', poison: true });
    for (let i = 0; i < HEALTHY / 2; i++) await submitHealthy();

    let deaths = 0;
    let isOver = false;
    /** Restarts a dead worker, like an orchestrator. */
    const keep = async (name) => {
      while (!isOver) {
        const worker = await stand.startWorker(name);
        await worker.exited;
        if (!isOver) deaths += 1;
      }
    };
    for (const name of ['worker-1', 'worker-2']) void keep(name);
    const deadLetter = async () => {
      const { body } = await ask(`${stand.url}/dead-letters`);
      return body.items.find((item) => item.task_id === poison.id);
    };
    await until(deadLetter, { what: 'the dead letter', limitMs: 240_000 });
    const counts = await row.count(120_000);
    isOver = true;

    row.figures.worker_deaths = deaths;
    row.holds(counts, { died: 1 });
    row.exactly('healthy ones failed', counts.wrongly_failed, 0);
    row.exactly('status of the poison', poison.task.status, 'FAILURE');
    row.atMost('runs of the poison', stand.runsOf(poison).length, 3);
  },
};
