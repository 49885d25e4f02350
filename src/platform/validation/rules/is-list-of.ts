import { ValidateBy } from 'class-validator';

interface ListOptions {
  /** Minimum number of items; default 0. */
  readonly min?: number;
  /** Accepts a single value in place of a list. */
  readonly orOne?: true;
  /** Message for a missing list. */
  readonly missing?: string;
  /** Identity of an item. Two items with the same identity are refused. */
  readonly unique?: (item: unknown) => unknown;
}

/** A list of up to `max` items. Rules of its items (`each`) are checked only if this one passes. */
export function IsListOf(
  max: number,
  { min = 0, orOne, missing, unique }: ListOptions = {},
): PropertyDecorator {
  const problemOf = (value: unknown): string | undefined => {
    if (!Array.isArray(value)) return orOne && value !== undefined ? undefined : 'must be an array';
    if (value.length < min) return `must have at least ${min} ${min === 1 ? 'item' : 'items'}`;
    if (value.length > max) return `must have at most ${max} items`;
    const isUnique = !unique || new Set(value.map(unique)).size === value.length;
    return isUnique ? undefined : 'must not have the same item twice';
  };
  return ValidateBy({
    name: 'isListOf',
    validator: {
      validate: (value) => problemOf(value) === undefined,
      defaultMessage: (context) => {
        const isMissing = context?.value === undefined || context.value === null;
        return isMissing && missing ? missing : `${context?.property} ${problemOf(context?.value) ?? ''}`;
      },
    },
  });
}
