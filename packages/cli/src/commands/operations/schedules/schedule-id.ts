/** The path of a schedule's routes. */
export function withId(id: string): { readonly params: { readonly path: { readonly schedule_id: string } } } {
  return { params: { path: { schedule_id: id } } };
}
