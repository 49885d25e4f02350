import { inspect } from 'node:util';
import { NamedError } from '../errors/named-error.js';
import { brokerProblems } from './broker-rules.js';
import { oidcProblems } from './oidc-rules.js';
import { type Setting, shownValue } from './setting.js';
import { settings } from './settings.js';

type Settings = { readonly [K in keyof typeof settings]: ReturnType<(typeof settings)[K]['parse']> };

/**
 * The parsed, validated and frozen environment: the only configuration. Injected by class: `constructor(private
 * readonly config: Config)`. `settings.ts` lists the settings with their meanings and defaults.
 */
// The class is the injection token, the interface gives it the settings' types: both are one name on purpose.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface Config extends Settings {}
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class Config {
  /** True when the environment names a broker, so that no embedded one is needed. */
  readonly hasOwnRedis: boolean;
  /** True when the environment names the history's database or turns the history off: no embedded one is needed. */
  readonly hasOwnHistory: boolean;

  constructor(environment: Environment) {
    Object.assign(this, parseEnvironment(environment));
    this.hasOwnRedis = Boolean(environment['REDIS_URL'] || this.redisSentinels || this.redisClusterNodes);
    this.hasOwnHistory = Boolean(environment['HISTORY_URL']?.trim());
    Object.freeze(this);
  }

  get isProduction(): boolean {
    return this.nodeEnv === 'production';
  }

  /** Every setting as shown in JSON and logs, with secrets redacted. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(settings).map(([key, one]) => [key, shownValue(one, Reflect.get(this, key))]),
    );
  }

  /** The form shown by `console.log` and in error messages. */
  [inspect.custom](): unknown {
    return this.toJSON();
  }
}

/** Variables by name, like `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Lists every problem of the environment at once, so that all can be fixed in one go. */
export class ConfigError extends NamedError {
  constructor(readonly problems: readonly string[]) {
    super(
      `Invalid environment (${problems.length === 1 ? '1 problem' : `${problems.length} problems`}):\n` +
        problems.map((problem) => `  - ${problem}`).join('\n') +
        '\nSee .env.example for every setting, its meaning and its default.',
    );
  }
}

/** True if the text contains `user:password@host`. */
function holdsLogin(text: string): boolean {
  return text.split(/\s/).some((word) => word.includes(':') && word.lastIndexOf('@') > word.indexOf(':'));
}

function parseEnvironment(environment: Environment): Settings {
  const problems: string[] = [];
  const values = Object.entries(settings).map(([key, one]) => [key, parseOne(one, environment, problems)]);
  if (problems.length > 0) throw new ConfigError(problems);
  // `values` has every key of `settings`, each parsed by its own parser, which is what the type states.
  const parsed = Object.fromEntries(values) as Settings;
  const together = [...brokerProblems(parsed), ...oidcProblems(parsed)];
  if (together.length > 0) throw new ConfigError(together);
  return parsed;
}

/** An empty variable counts as unset: compose files and shells pass "nothing" this way. */
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
