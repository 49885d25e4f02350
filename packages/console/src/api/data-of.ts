/** The body of an answer. Each call rejects where there is none. */
export function dataOf<T>({ data }: { readonly data?: T | undefined }): T {
  if (data === undefined) throw new TypeError('The answer has no body');
  return data;
}
