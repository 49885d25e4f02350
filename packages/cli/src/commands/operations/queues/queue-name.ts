/** The path of a queue's routes. */
export function named(name: string): { readonly params: { readonly path: { readonly name: string } } } {
  return { params: { path: { name } } };
}
