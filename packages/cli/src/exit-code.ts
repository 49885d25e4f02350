/** The exit codes of every command: the help of `celeriac` lists them. */
export const ExitCode = {
  ok: 0,
  /** The task that the command waited for has failed, an action failed for some tasks, or a check found something. */
  taskFailed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The API does not answer. */
  unreachable: 3,
  /** The API refused the request. */
  refused: 4,
  /** Ctrl-C, by the convention of shells. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The command line is wrong in a way that commander does not see. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
