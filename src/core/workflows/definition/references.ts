/**
 * A part of a payload that stands for a value known only at run time:
 *
 * - `{ "$result": "page", "path": "/data" }`: the result of a step, or the part of it at a JSON pointer
 * - `{ "$item": "/url" }`: the current item of `each`; `""` is the whole item
 * - `{ "$workflow": "/status" }`: the ended workflow, in a hook: `{ workflow_id, status, results | errors }`
 *
 * `{ "$literal": … }` stands for its content, in which nothing is a reference: so a payload can contain these keys.
 */
export type Reference =
  | { readonly to: 'result'; readonly step: string; readonly pointer: string }
  | { readonly to: 'item' | 'workflow'; readonly pointer: string };

/** The values that references can find. JSON has no undefined: an undefined one is not available. */
export interface ReferenceValues {
  /** The results of the steps before, by name; `{ $error }` for one that failed with `continue`. */
  readonly results?: ReadonlyMap<string, unknown>;
  readonly item?: unknown;
  readonly workflow?: unknown;
}
