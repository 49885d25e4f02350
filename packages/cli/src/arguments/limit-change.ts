import { UsageError } from '../exit-code.js';

/** A change of limits as given by options: a missing one stays as it is, and `word` removes it. */
interface GivenLimits<Limits extends object, Word extends string> {
  readonly limits: { readonly [Name in keyof Limits]: Limits[Name] | Word | undefined };
  readonly word: Word;
  /** The option that removes all limits, which is given alone. */
  readonly removesAll: boolean | undefined;
  /** The message if it is not. */
  readonly notAlone: string;
  /** The message if nothing is given. */
  readonly nothing: string;
}

/**
 * The body of a request that changes limits: null removes one.
 *
 * @throws UsageError
 */
export function limitChange<Limits extends object, Word extends string>({
  limits,
  word,
  removesAll,
  notAlone,
  nothing,
}: GivenLimits<Limits, Word>): { [Name in keyof Limits]?: Limits[Name] | null } {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  if (removesAll && given.length > 0) throw new UsageError(notAlone);
  if (!removesAll && given.length === 0) throw new UsageError(nothing);
  const changed = removesAll ? Object.keys(limits).map((name) => [name, word]) : given;
  const body = changed.map(([name, value]) => [name, value === word ? null : value] as const);
  return Object.fromEntries(body) as { [Name in keyof Limits]?: Limits[Name] | null }; // the entries of `limits`
}
