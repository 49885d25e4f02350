import type { Config } from './config.js';
import { settings } from './settings.js';

/** A setting of a process, without what is secret. */
export interface ShownSetting {
  /** The environment variable. */
  readonly name: string;
  readonly description: string;
  /** The parsed value as JSON; null if it is secret or has none. */
  readonly value: unknown;
  /** The text of the default; null if there is none. */
  readonly default: string | null;
  /** True if it has a value. */
  readonly set: boolean;
  /** True if the value differs from the default. */
  readonly changed: boolean;
  readonly secret: boolean;
}

/** All settings of this process, in the order of the table. */
export function shownSettings(config: Config): ShownSetting[] {
  return Object.entries(settings).map(
    ([key, { variable, description, fallback, isSecret = false, parse }]) => {
      const value: unknown = Reflect.get(config, key);
      const initial: unknown = fallback === undefined ? undefined : parse(fallback);
      return {
        ...{ name: variable, description, default: fallback ?? null },
        value: isSecret ? null : (value ?? null),
        set: value !== undefined,
        changed: JSON.stringify(value) !== JSON.stringify(initial),
        secret: isSecret,
      };
    },
  );
}
