/** One batch of regular work. */
export type Sweep = () => Promise<{ readonly mayHaveMore: boolean }>;
