/** The reason of an act, for the audit log; none if the person gave none. */
export function given(reason: string): { readonly reason?: string } {
  const text = reason.trim();
  return text === '' ? {} : { reason: text };
}
