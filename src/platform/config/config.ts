import { inspect } from 'node:util';
import { brokerProblems } from './broker-rules.js';
import { type Setting, shownValue } from './setting.js';
import { settings } from './settings.js';

type Settings = { readonly [K in keyof typeof settings]: ReturnType<(typeof settings)[K]['parse']> };

/**
 * What the environment said, parsed, checked and frozen: the only configuration there is. Injected by its class:
 * `constructor(private readonly config: Config)`. The settings themselves, with their meaning and defaults, are
 * in `settings.ts`.
 */
// The class is the injection token, the interface gives it the settings' types: both are one name on purpose.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface Config extends Settings {}
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class Config {
  /** True when the environment names a broker, so that nothing needs to be embedded. */
  readonly hasOwnRedis: boolean;

  constructor(environment: Environment) {
    Object.assign(this, parseEnvironment(environment));
    this.hasOwnRedis = Boolean(environment['REDIS_URL'] || this.redisSentinels || this.redisClusterNodes);
    Object.freeze(this);
  }

  get isProduction(): boolean {
    return this.nodeEnv === 'production';
  }

  /** What JSON and logs show of it: every setting, without the secrets. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(settings).map(([key, one]) => [key, shownValue(one, Reflect.get(this, key))]),
    );
  }

  /** What `console.log` and error messages show of it. */
  [inspect.custom](): unknown {
    return this.toJSON();
  }
}

/** Variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown once with everything that is wrong with the environment, so that it is put right in one go. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(
      `The environment has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n` +
        problems.map((problem) => `  - ${problem}`).join('\n') +
        '\nSee .env.example for every setting, its meaning and its default.',
    );
  }
}

/** Whether a text holds `user:password@host`. */
function holdsLogin(text: string): boolean {
  return text.split(/\s/).some((word) => word.includes(':') && word.lastIndexOf('@') > word.indexOf(':'));
}

function parseEnvironment(environment: Environment): Settings {
  const problems: string[] = [];
  const values = Object.entries(settings).map(([key, one]) => [key, parseOne(one, environment, problems)]);
  if (problems.length > 0) throw new ConfigError(problems);
  // Every key of `settings` is in `values`, parsed by its own parser: that is what the type says.
  const parsed = Object.fromEntries(values) as Settings;
  const together = brokerProblems(parsed);
  if (together.length > 0) throw new ConfigError(together);
  return parsed;
}

/** An empty variable counts as unset: that is how compose files and shells pass "nothing". */
function parseOne(one: Setting<unknown>, environment: Environment, problems: string[]): unknown {
  const text = environment[one.variable]?.trim() || one.fallback;
  if (text === undefined) return undefined;
  try {
    return one.parse(text);
  } catch (error) {
    const expected = error instanceof Error ? error.message : String(error);
    const shown = one.isSecret || holdsLogin(text) ? 'set' : JSON.stringify(text);
    problems.push(`${one.variable} is ${shown}, but must be ${expected}`);
    return undefined;
  }
}
