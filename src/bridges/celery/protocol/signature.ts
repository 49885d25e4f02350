/** A call of a task as data, as Python's canvas sends it. Everything in it is hostile until checked. */
export interface Signature {
  readonly task: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** `task_id`, `queue`, `link`, `chord` and more: see `canvas`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** `chain`, `group`, `chord`; null for a plain task. */
  readonly subtaskType: string | null;
  /** True if it does not take the result of the task before it. */
  readonly isImmutable: boolean;
  /** Size of the header of which it is the body: Celery 4 writes it here, later ones into the backend. */
  readonly chordSize: number | null;
}

/** The signatures to apply after the end of a task. */
export interface Embed {
  readonly callbacks: readonly Signature[];
  readonly errbacks: readonly Signature[];
  /** The rest of the chain, last step first. */
  readonly chain: readonly Signature[];
  /** The body of the chord of which the task is a part. */
  readonly chord: Signature | null;
}
