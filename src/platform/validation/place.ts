/** Path of a value in the input; undefined for the whole input. Values next to each other share what leads to them. */
export type Place = { readonly within: Place; readonly name: string } | undefined;

/** The names from the whole input to the place. */
export function pathOf(place: Place): string[] {
  const path: string[] = [];
  for (let at = place; at !== undefined; at = at.within) path.push(at.name);
  return path.reverse();
}
