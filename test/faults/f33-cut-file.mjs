/**
 * F33: a power cut truncates Redis' append-only file within the writes of a script. The truncated part is lost; the
 * rest must be consistent: each task is in one place, and runs to its end.
 */
import { readFileSync, readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './harness/ask.mjs';
import { mendedBy, misplacedOf } from './harness/places.mjs';
import { inParallel, until } from './harness/until.mjs';

const MOST_CUT = 6_000;
/** A command that the script that adds a job writes between the record and the place. */
const ADDED = Buffer.from('$5\r\nadded\r\n');
/** Bytes of the next command to keep: then Redis 7 keeps the unfinished transaction, and ends it with a later one. */
const LEFT = 5;

export default {
  fault: 'Redis power cut, append-only file cut within a script',
  async run(row) {
    const stand = await row.prepareAll({ direct: true });
    const load = row.load({ rate: 60, payload: { ms: 50 } });
    row.phase = 'during';
    const cuts = [];
    for (let n = 0; n < (row.isShort ? 2 : 8); n++) {
      await row.more(60);
      await stand.redis.kill();
      cuts.push(cut(stand.redis.folder, n % 2 === 0));
      await stand.redis.start();
      await row.recovery(Date.now());
    }
    row.phase = 'after';
    await row.more(30);
    await load.stop();

    row.figures.cut_bytes = cuts;
    row.figures.lost_to_the_cuts = await forgetLost(stand);
    const counts = await row.count(120_000);
    row.exactly('lost of the rest', counts.lost, 0);
    row.exactly('wrongly failed', counts.wrongly_failed, 0);
    const ids = stand.submissions.of('accepted').map(({ id }) => id);
    const isClean = async () => (await misplacedOf(stand.redis.client, ids)).length === 0;
    await until(isClean, { what: 'an end of limbo', limitMs: 120_000 }).catch(() => undefined);
    row.figures.mended = mendedBy(stand.workers);
    row.exactly('in limbo after two minutes', (await misplacedOf(stand.redis.client, ids)).length, 0);
  },
};

/** Truncates the newest file between record and place of the last added job, or anywhere. @returns the removed bytes */
function cut(folder, isAimed) {
  const path = newestFile(folder);
  const file = readFileSync(path);
  const added = file.lastIndexOf(ADDED);
  const end = added < 0 ? -1 : endOfCommand(file, added);
  const random = file.length - Math.ceil(Math.random() * Math.min(MOST_CUT, file.length));
  const size = isAimed && end > 0 ? end + LEFT : random;
  truncateSync(path, size);
  return file.length - size;
}

/** Redis 7 has a folder of files, and writes to the last. */
function newestFile(folder) {
  const [inner] = readdirSync(folder).filter((name) => name.startsWith('appendonlydir'));
  if (inner === undefined) return join(folder, 'appendonly.aof');
  const files = readdirSync(join(folder, inner)).filter((name) => name.endsWith('.incr.aof'));
  const number = (name) => Number(/\.(\d+)\.incr/.exec(name)?.[1] ?? 0);
  return join(folder, inner, files.sort((a, b) => number(a) - number(b)).at(-1));
}

/** Offset of the next command. */
function endOfCommand(file, from) {
  const next = file.indexOf('\r\n*', from);
  return next < 0 ? -1 : next + 2;
}

/** Excludes tasks lost with the truncated part, which cannot become final. @returns their number */
async function forgetLost(stand) {
  let lost = 0;
  await inParallel(stand.submissions.of('accepted'), 16, async (entry) => {
    const { status } = await ask(`${stand.url}/tasks/${entry.id}`);
    if (status !== 404) return;
    entry.kind = 'refused';
    lost += 1;
  });
  return lost;
}
