/**
 * F14: Redis stores a task and the reply is lost with the connection: the command is repeated, but there is one task.
 */
import { until } from './harness/until.mjs';

const LOST = 100;

/** A command that adds a job contains the queue's key names and the task's name. */
const isAdd = (piece) => piece.includes(':tasks:') && piece.includes('faults.effect');

export default {
  fault: '100 replies lost after add',
  async run(row) {
    const stand = await row.prepareAll();
    const load = row.load({ rate: row.isShort ? 50 : 100 });
    await row.more(100);

    row.phase = 'during';
    stand.proxy.dropReplies(LOST, isAdd);
    await until(() => stand.proxy.counts.droppedReplies === LOST, { what: '100 lost replies' });
    row.phase = 'after';
    await row.more(100);
    await load.stop();

    row.figures.replies_lost = stand.proxy.counts.droppedReplies;
    row.holds(await row.count(), { duplicates: 0 });
  },
};
