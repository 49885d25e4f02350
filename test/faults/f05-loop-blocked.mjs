/** F5: a task blocks the event loop for longer than its lock; in a thread it does no harm. */
import { warningsIn } from './harness/stand.mjs';

export default {
  fault: 'loop blocked 20 s, inline / thread',
  async run(row) {
    const stand = await row.prepareAll({ shortLocks: row.isShort });
    const { submissions } = stand;
    const ms = row.isShort ? 5_000 : 20_000;
    const inline = await submissions.mustSubmit({ ms }, { name: 'faults.block' });
    const threaded = await submissions.mustSubmit({ ms }, { name: 'faults.block-thread' });

    row.holds(await row.count(120_000), { duplicates: 1 });
    row.atMost('runs, inline', stand.runsOf(inline).length, 2);
    row.exactly('status, inline', inline.task.status, 'SUCCESS');
    const warnings = stand.workers.flatMap(warningsIn);
    const named = warnings.find(({ task_names: names = [] }) => names.includes('faults.block'));
    row.is('named in a warning', named !== undefined);
    row.figures.warning = named?.msg;
    row.exactly('runs, in a thread', stand.runsOf(threaded).length, 1);
    row.exactly('status, in a thread', threaded.task.status, 'SUCCESS');
  },
};
