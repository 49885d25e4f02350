import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ScriptOutcome } from './celery-python.js';
import { type CeleryStand, type CeleryStandOptions, startCeleryStand } from './celery-stand.js';

const LIMIT_MS = 400_000;

/** The addresses that the clients need. */
export interface CeleryServers {
  /** Each number has a broker of its own, or its own queue. */
  options(number: number): CeleryStandOptions;
  remove(): Promise<void>;
}

/** Cases that say themselves why they cannot run. */
export interface ExpectedSkips {
  readonly producer?: readonly string[];
  readonly rpc: readonly string[];
  readonly events?: readonly string[];
}

const NOT_STORED = 'results are not stored';
/** Cases of producer.py that need a result backend which everyone can read. */
export const skippedByRpc = [
  'unknown_id_is_pending',
  'result_is_read_by_another_process',
  'forgotten_result_is_pending',
  'ignored_result_is_not_stored',
  'started_is_seen_while_it_runs',
].map((name) => `${name}: ${NOT_STORED}`);

/**
 * Runs all scripts of test/celery/python: three stands at the same time, so that no script disturbs another, and the
 * suite lasts as long as its longest script.
 */
export function testClients(start: () => Promise<CeleryServers>, skips: ExpectedSkips): void {
  let servers: CeleryServers | undefined;
  let stands: CeleryStand[] = [];
  let outcomes: Record<
    'producer' | 'canvas' | 'control' | 'events' | 'flower' | 'rpc',
    Promise<ScriptOutcome>
  >;

  beforeAll(async () => {
    servers = await start();
    const [first, second, third] = [1, 2, 3].map((number) => servers?.options(number));
    if (!first || !second || !third) throw new Error('The servers have options for each stand');
    const starting = [{ ...first, pythonQueue: `${first.queue ?? ''}py` }, second, third].map(
      startCeleryStand,
    );
    const [calls, control, events] = await Promise.all(starting);
    if (!calls || !control || !events) throw new Error('Three stands have been started');
    stands = [calls, control, events];
    const producer = calls.run('producer');
    const followed = events.run('events');
    const flower = followed.then(() => events.run('flower_view'));
    const rpc = flower.then(async () => {
      await events.changeResults('rpc://');
      return events.run('producer');
    });
    outcomes = {
      producer,
      canvas: producer.then(() => calls.run('canvas')),
      control: control.run('control', { LAB_SHUTDOWN: '1' }),
      events: followed,
      flower,
      rpc,
    };
    // Each is awaited by its own test.
    for (const outcome of Object.values(outcomes)) outcome.catch(() => undefined);
  }, LIMIT_MS);

  afterAll(async () => {
    await Promise.all(stands.map((stand) => stand.stop()));
    await servers?.remove();
  }, LIMIT_MS);

  const expectOnlySkipped = async (outcome: Promise<ScriptOutcome>, skipped: readonly string[] = []) => {
    const { passed, failed, ...rest } = await outcome;
    expect(failed).toEqual([]);
    expect(rest.skipped).toEqual(skipped);
    expect(passed).not.toEqual([]);
  };

  it('send tasks and read results', () => expectOnlySkipped(outcomes.producer, skips.producer), LIMIT_MS);
  it('compose tasks here and in Python', () => expectOnlySkipped(outcomes.canvas), LIMIT_MS);
  it('inspect and control the workers', () => expectOnlySkipped(outcomes.control), LIMIT_MS);
  it('follow events', () => expectOnlySkipped(outcomes.events, skips.events), LIMIT_MS);
  it('show workers and tasks as Flower does', () => expectOnlySkipped(outcomes.flower), LIMIT_MS);
  it('get results by messages', () => expectOnlySkipped(outcomes.rpc, skips.rpc), LIMIT_MS);
}
