import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Campaign, type Finding } from './campaign.js';
import { MAX_RECORD_BYTES, mostKept } from './cost.js';
import { brokenRequests, statusesOf } from './wire.js';
import { type FuzzStand, errorsIn, startFuzzStand } from './fuzz-stand.js';
import { largestRecordIn, memoryOf, storedIn } from './usage.js';

/** Set by `npm run fuzz -- --requests N --seed S`; otherwise this is the short run of `npm test`. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 250);
const SEED = Number(process.env['FUZZ_SEED'] ?? (Date.now() ^ (process.pid << 15)) & 0x7fffffff);
const IS_SURVEY = process.env['FUZZ_SURVEY'] !== undefined;
const FIXED_SEED = 20_261_124;
/** Long runs make every place long in several ways, once per 2,000 requests. */
const PUMP_SEEDS = process.env['FUZZ_REQUESTS']
  ? Array.from({ length: Math.ceil(REQUESTS / 2_000) }, (_, i) => SEED + i * 1_000)
  : [FIXED_SEED];

/** An idle process that keeps more than this has a leak. */
const MAX_KEPT_BYTES = 24 * 1_048_576;
const LIMIT_MS = 60_000 + REQUESTS * 100;

describe(`every route under ${REQUESTS} requests of the seed ${SEED}`, () => {
  let stand: FuzzStand;
  let campaign: Campaign;

  beforeAll(async () => {
    stand = await startFuzzStand();
    campaign = await Campaign.open(stand);
  });

  afterAll(async () => {
    campaign.close();
    await stand.stop();
  });

  it(
    'answers as the document says, whatever comes, and stays what it was',
    async () => {
      report(FIXED_SEED, await campaign.walk(FIXED_SEED));
      report(FIXED_SEED, await findings(Math.ceil(REQUESTS / 4), FIXED_SEED));
      const before = await memory();
      const keptBefore = await storedIn(stand.sandbox);
      const takenBefore = taken();
      report(SEED, await findings(REQUESTS, SEED));
      for (const seed of PUMP_SEEDS) report(seed, await campaign.pump(seed));
      const after = await memory();
      const kept = await storedIn(stand.sandbox);
      const largest = await largestRecordIn(stand.sandbox);
      const [requests, bytes] = [taken()[0] - takenBefore[0], taken()[1] - takenBefore[1]];
      if (process.env['FUZZ_REQUESTS']) printCoverage(campaign);
      const memories = JSON.stringify([before, after]);
      process.stderr.write(
        `seed ${SEED}: ${campaign.sent} requests; memory before and after: ${memories}; ${bytes} bytes taken, ` +
          `kept before and after: ${JSON.stringify([keptBefore, kept])}; largest record: ${largest.join(' ')}\n`,
      );
      after.forEach((used, i) => expect(used - (before[i] ?? 0)).toBeLessThan(MAX_KEPT_BYTES));
      expect(kept.redis - keptBefore.redis).toBeLessThan(mostKept(requests, bytes));
      expect(kept.disk - keptBefore.disk).toBeLessThan(mostKept(requests, bytes));
      expect(largest[1]).toBeLessThan(MAX_RECORD_BYTES);
    },
    LIMIT_MS,
  );

  it('answers what is no request with a 4xx, or hangs up', async () => {
    const pipelined = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(20);
    expect(await statusesOf(stand.api.url, pipelined)).toEqual(new Array(20).fill(200));
    for (const bytes of brokenRequests) {
      const statuses = await statusesOf(stand.api.url, bytes);
      expect([
        bytes.slice(0, 80),
        statuses.filter((status) => status >= 500 && ![501, 505].includes(status)),
      ]).toEqual([bytes.slice(0, 80), []]);
    }
  });

  it('answers as the document says while the broker is away, and comes back with it', async () => {
    report(FIXED_SEED, await campaign.walkWithoutBroker(FIXED_SEED));
  }, 120_000);

  it('has neither ended nor logged an error', () => {
    for (const started of [stand.api, stand.worker]) {
      const { exitCode, signalCode } = started.child;
      if (exitCode !== null || signalCode !== null)
        throw new Error(`It ended (${String(exitCode ?? signalCode)}): ${started.output().slice(-2_000)}`);
      expect(errorsIn(started)).toEqual([]);
    }
  });

  const memory = () => Promise.all([memoryOf(stand.api), memoryOf(stand.worker)]);

  /** Number of requests, and the bytes received with them or because of them. */
  const taken = () => [campaign.sent, campaign.sentBytes + stand.servedBytes()] as const;

  async function findings(count: number, seed: number): Promise<Finding[]> {
    if (IS_SURVEY) return campaign.survey(count, seed);
    const finding = await campaign.run(count, seed);
    return finding ? [finding] : [];
  }

  function report(seed: number, found: readonly Finding[]): void {
    const text = found.map(({ operation, wrong, curl }) => `${operation}: ${wrong}\n${curl}`).join('\n\n');
    if (IS_SURVEY) process.stderr.write(`${text}\n`);
    else if (found.length > 0) throw new Error(`Seed ${seed}: ${text}`);
  }
});

function printCoverage({ answers, costs }: Campaign): void {
  const lines = [...answers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `${what}: ${times}`);
  const dearest = [...costs].sort(([, a], [, b]) => b - a).slice(0, 10);
  const spent = dearest.map(([what, cpuMs]) => `${what}: at most ${Math.round(cpuMs)} ms of CPU`);
  process.stderr.write(`${[...lines, ...spent].join('\n')}\n`);
}
