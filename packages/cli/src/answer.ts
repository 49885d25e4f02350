/** The body of an answer that always has one: refusals reject before. */
export function bodyOf<T>({ data }: { readonly data?: T }): T {
  if (data === undefined) throw new Error('The API has answered without a body');
  return data;
}
