/** RFC 6901: an index has no leading zeros. `-`, the place after the last item, never has a value. */
const INDEX = /^(?:0|[1-9]\d*)$/;
const BAD_ESCAPE = /~(?![01])/;

/** The JSON pointer (RFC 6901) of a path: `/a~1b/0` for `['a/b', '0']`, and the empty text for the whole value. */
export function pointerOf(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The path of a JSON pointer, or undefined if the text is not one. */
export function pathOfPointer(pointer: string): string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || BAD_ESCAPE.test(pointer)) return undefined;
  const names = pointer.slice(1).split('/');
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/**
 * The part of a JSON value at a pointer, or undefined if there is none. Only own members of lists and objects count:
 * no pointer reaches the length of a list or what every object inherits.
 */
export function valueAt(value: unknown, pointer: string): unknown {
  const path = pathOfPointer(pointer);
  let found = path && value;
  for (const name of path ?? []) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    if (Array.isArray(found) && !INDEX.test(name)) return undefined;
    found = Reflect.get(found, name);
  }
  return found;
}
