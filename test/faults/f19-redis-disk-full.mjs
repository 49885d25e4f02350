/** F19: the disk of the append-only file is full, and enlarged later. */
import { execFileSync } from 'node:child_process';
import { hold, until } from './harness/until.mjs';

/** In its own namespace, so that the small disk is private, needs no root, and disappears with the server. */
const onSmallDisk = ({ file, args, folder }) => ({
  file: 'unshare',
  args: [
    ...['--user', '--map-root-user', '--mount', 'sh', '-c'],
    'mount -t tmpfs -o size=4m none "$0" && exec "$@"',
    ...[folder, file, ...args],
  ],
});

/** With its source: else mount repeats the owner's id, which the namespace of an ordinary user does not know. */
const GROW = ['mount', '-o', 'remount,size=256m', 'none'];

export default {
  fault: 'AOF disk full, then grown',
  async run(row) {
    refuseWithoutNamespaces(row);
    const stand = await row.prepareAll({ direct: true, redis: { prepare: onSmallDisk } });
    const { submissions, redis } = stand;
    const load = row.load({ rate: 100, payload: { ms: 10, pad: 'x'.repeat(2_000) } });
    const unavailable = () => submissions.entries.filter(({ status }) => status === 503).length;
    await until(() => unavailable() > 0, { what: 'a 503', limitMs: 120_000 });
    row.phase = 'during';
    const sent = submissions.entries.length;
    await hold(row.isShort ? 1_000 : 10_000);
    const during = submissions.entries.slice(sent).filter(({ ms }) => ms !== undefined);

    row.phase = 'after';
    const grownAt = Date.now();
    const enter = ['--target', String(redis.server.pid), '--user', '--mount', '--preserve-credentials'];
    execFileSync('nsenter', [...enter, ...GROW, redis.folder]);
    const { first201S, firstRunS } = await row.recovery(grownAt);
    await row.more(100);
    await load.stop();

    row.holds(await row.count(120_000), { duplicates: 0 });
    row.exactly(
      'answers while full that are no 503',
      during.filter(({ status }) => status !== 503).length,
      0,
    );
    row.within('longest answer', row.longestAnswerS, 2);
    row.within('first 201 after', first201S, 2);
    row.within('first run after', firstRunS, 2);
  },
};

function refuseWithoutNamespaces(row) {
  try {
    execFileSync(
      'unshare',
      ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'],
      {
        stdio: 'pipe',
      },
    );
  } catch (error) {
    row.skip(`needs Linux, unshare and user namespaces: ${error.message.trim()}`);
  }
}
