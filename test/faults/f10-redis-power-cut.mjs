/**
 * F10: the Redis machine loses power. After kill -9 the kernel still has all written data; here data not yet synced to
 * the disk is lost, too. Redis' appendfsync determines how much.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask } from './harness/ask.mjs';
import { temporaryFolder } from './harness/children.mjs';
import { hold, inParallel } from './harness/until.mjs';

export default {
  fault: 'Redis power cut, everysec / always',
  async run(row) {
    for (const policy of ['everysec', 'always']) {
      const cut = await cutPower(row, policy);
      row.figures[`lost_${policy}`] = cut.lost.length;
      row.figures[`accepted_before_${policy}`] = cut.accepted;
      if (policy === 'always') row.exactly('always: lost', cut.lost.length, 0);
      else {
        row.figures.oldest_lost_s = cut.oldestS;
        row.judge(
          'everysec: the oldest one lost',
          `${cut.lost.length} lost, ${cut.oldestS} s`,
          '<= 1 s',
          cut.oldestS <= 1,
        );
      }
      // Lost tasks cannot become final: only the remaining ones count.
      for (const entry of cut.lost) entry.kind = 'refused';
      const counts = await row.count();
      row.exactly(`${policy}: lost of the rest`, counts.lost, 0);
      row.exactly(`${policy}: wrongly failed`, counts.wrongly_failed, 0);
    }
  },
};

/** Loads, cuts the power at a moment unrelated to Redis' clock, and finds the lost tasks. */
async function cutPower(row, policy) {
  const library = await compile(row);
  const stand = await row.prepareAll({
    direct: true,
    redis: { settings: { appendfsync: policy }, environment: { LD_PRELOAD: library } },
  });
  const load = row.load({ rate: 100 });
  await row.more(350);
  row.phase = 'during';
  await stand.redis.kill();
  const cutAt = Date.now();
  const sent = stand.submissions.entries.filter(({ sentAt }) => sentAt <= cutAt);
  await hold(1_000);
  row.phase = 'after';
  await stand.redis.start();
  await row.recovery(Date.now());
  await row.more(100);
  await load.stop();
  const before = sent.filter(({ first }) => first === 'accepted');
  const lost = [];
  await inParallel(before, 16, async (entry) => {
    const { status } = await ask(`${stand.url}/tasks/${entry.id}`);
    if (status === 404) lost.push(entry);
  });
  const ages = lost.map(({ answeredAt }) => (cutAt - answeredAt) / 1_000);
  return { lost, accepted: before.length, oldestS: Math.max(0, ...ages) };
}

async function compile(row) {
  const library = join(await temporaryFolder(), 'power-cut.so');
  const source = fileURLToPath(new URL('./harness/power-cut.c', import.meta.url));
  try {
    execFileSync('cc', ['-O2', '-shared', '-fPIC', '-pthread', '-o', library, source, '-ldl'], {
      stdio: 'pipe',
    });
  } catch (error) {
    row.skip(`needs Linux and a C compiler, cc: ${error.message}`);
  }
  return library;
}
