/** A message about one place of a JSON document, as the problems of the API have it. */
export interface PlacedError {
  /** JSON pointer (RFC 6901): `/to`, `/items/0/name`; empty for the whole. */
  readonly place: string;
  readonly message: string;
}

/** The pointer to a property or an item of what `pointer` points to. */
export function below(pointer: string, name: string | number): string {
  return `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The errors within one place, with pointers from there. */
export function errorsWithin(errors: readonly PlacedError[], pointer: string): readonly PlacedError[] {
  return errors
    .filter(({ place }) => place === pointer || place.startsWith(`${pointer}/`))
    .map(({ place, message }) => ({ place: place.slice(pointer.length), message }));
}

/** The errors that lie outside all these places. */
export function errorsElsewhere(
  errors: readonly PlacedError[],
  pointers: readonly string[],
): readonly PlacedError[] {
  return errors.filter(
    ({ place }) => !pointers.some((pointer) => place === pointer || place.startsWith(`${pointer}/`)),
  );
}

/** Several messages about one place in one text; undefined if there are none. */
export function messageOf(errors: readonly PlacedError[]): string | undefined {
  return errors.length === 0 ? undefined : errors.map(({ message }) => message).join('. ');
}
