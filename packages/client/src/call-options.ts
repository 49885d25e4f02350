/** Options of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface EventsOptions extends CallOptions {
  /** Continues after this event: the `id` of an event of an earlier iteration. */
  readonly lastEventId?: string;
}
