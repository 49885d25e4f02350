/** F17: producers outpace workers until Redis would run out of memory. Submits are refused before that. */
import { until } from './harness/until.mjs';

const MAX_MB = 64;
const PAD = 'x'.repeat(20_000);

export default {
  fault: `maxmemory ${MAX_MB} MB, 20 kB payloads, producers do not stop`,
  async run(row) {
    const stand = await row.prepareAll({
      workers: 1,
      direct: true,
      redis: { settings: { maxmemory: `${MAX_MB}mb` } },
      variables: { RESULT_RETENTION_MS: '2000', WORKER_CONCURRENCY: 'tasks=2' },
    });
    const { submissions, redis, sink } = stand;
    // Other users of this Redis need as much.
    if (row.isShort) for (let i = 0; i < 30; i++) await redis.client.set(`other-${i}`, 'x'.repeat(1_000_000));
    const used = watchMemory(redis.client);
    row.atEnd(used.stop);
    const load = row.load({ rate: row.isShort ? 60 : 100, payload: { ms: 100, pad: PAD } });
    const refused = () => submissions.of('refused').length;
    await until(() => refused() > 0, { what: 'a refused submit', limitMs: 120_000 });
    row.figures.used_mb_at_first_refusal = used.nowMb;

    // Producers and workers continue.
    row.phase = 'during';
    const enough = sink.effects.length + (row.isShort ? 50 : 200);
    await until(() => sink.effects.length > enough, { what: 'runs of a full queue', limitMs: 60_000 });
    await load.stop();
    row.phase = 'after';
    await stand.startWorker('worker-2', { WORKER_CONCURRENCY: 'tasks=32' });
    await submissions.settle();
    const accepted = submissions.of('accepted').length;
    const seen = () => new Set(sink.effects.map(({ n }) => n)).size;
    await until(() => seen() >= accepted, { what: 'an empty queue', limitMs: 240_000 }).catch(
      () => undefined,
    );

    // Results are kept for seconds only, to free memory: the sink counts the runs.
    const runs = seen();
    const { duplicates, ...counts } = submissions.count(sink.effects);
    row.counts = {
      ...counts,
      duplicates,
      completed: runs,
      exactly_once: runs - duplicates,
      lost: accepted - runs,
    };
    row.figures.peak_mb = used.peakMb;
    row.exactly('lost', row.counts.lost, 0);
    row.exactly('duplicates', duplicates, 0);
    row.atLeast('refused', refused(), 50);
    const codes = new Set(submissions.entries.map(({ status, code }) => [status, code].join(' ').trim()));
    row.figures.answers = [...codes];
    row.is(
      'refused by 429 or 503 queue-full',
      [...codes].every((code) => /^(201|429 queue-full|503 queue-full)$/.test(code)),
    );
    row.atMost('most memory used', used.peakMb, MAX_MB * 0.85, 'MB');
    row.exactly(
      'errors for lack of memory',
      stand.started.filter((one) => one.output().includes('OOM')).length,
      0,
    );
  },
};

/** Samples Redis' memory continuously. */
function watchMemory(client) {
  const watch = { nowMb: 0, peakMb: 0, stop: () => clearInterval(timer) };
  const timer = setInterval(async () => {
    const info = await client.info('memory').catch(() => '');
    const bytes = Number(/used_memory:(\d+)/.exec(info)?.[1] ?? 0);
    watch.nowMb = Math.round(bytes / 104_857.6) / 10;
    watch.peakMb = Math.max(watch.peakMb, watch.nowMb);
  }, 100);
  return watch;
}
