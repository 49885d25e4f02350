import type { LiveRedis } from '../../../core/index.js';
import type { Config } from '../../../platform/config/config.js';
import { CeleryResults, type ExpectedResult } from '../broker/celery-results.js';
import { isFinalState, resultJson } from '../protocol/result-json.js';
import type { ResultMeta } from '../protocol/result-meta.js';
import { CeleryRedis } from './celery-redis.js';
import { ExpectedResults } from './expected-results.js';
import { unlessForeign } from './foreign-keys.js';
import { RedisChords } from './redis-chords.js';
import { ResultKeys } from './result-keys.js';
import { ResultBatches } from './result-batches.js';

/** The settings that results in Redis depend on. */
export type RedisResultsSettings = Pick<Config, 'celeryResultKeyPrefix' | 'celeryResultExpiresMs'>;

/** Celery's results in Redis. */
export class RedisResults extends CeleryResults {
  readonly chords: RedisChords;
  readonly replyTo = null;
  private readonly connections: CeleryRedis;
  private readonly keys: ResultKeys;
  private readonly expected: ExpectedResults;
  private readonly batches: ResultBatches;
  private prompt: LiveRedis | undefined;

  constructor(url: string, settings: RedisResultsSettings) {
    super();
    this.connections = new CeleryRedis(url, "Celery's result backend");
    this.keys = new ResultKeys(settings.celeryResultKeyPrefix);
    const { connections, redis, keys } = this;
    this.chords = new RedisChords(connections, redis, keys, settings.celeryResultExpiresMs);
    this.batches = new ResultBatches(redis, settings.celeryResultExpiresMs);
    this.expected = new ExpectedResults(connections, redis, keys);
  }

  get problem(): string | undefined {
    return this.connections.problem;
  }

  async connect(): Promise<void> {
    this.redis();
    await this.connections.opened();
  }

  close(): Promise<void> {
    this.expected.stop();
    this.connections.close();
    return Promise.resolve();
  }

  async store(meta: ResultMeta): Promise<void> {
    const key = this.keys.task(meta.id);
    const text = resultJson(meta);
    await this.connections.attempt(() =>
      unlessForeign(key, this.batches.store(key, text, isFinalState(meta.state)), undefined),
    );
  }

  expect(id: string): Promise<ExpectedResult> {
    this.redis();
    return this.expected.expect(id);
  }

  private readonly redis = (): LiveRedis => (this.prompt ??= this.connections.prompt());
}
