import { ValidateBy } from 'class-validator';

interface ListOptions {
  /** Items at least; 0 by default. */
  readonly min?: number;
  /** One value that is no list is taken too. */
  readonly orOne?: true;
  /** The message where nothing is given. */
  readonly missing?: string;
  /** Items for which this gives the same are the same, and may not be given twice. */
  readonly unique?: (item: unknown) => unknown;
}

/** A list of up to `max` items. The rules of its items (`each`) are looked at only where this holds. */
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
