/** What a task is to its workflow. */
export interface StepRole {
  /** Its number among the steps and items of the workflow; for a hook, its name. */
  readonly number: number | string;
  /** The names of the steps to whose results its payload refers; `$workflow/status` for a part of the ended workflow. */
  readonly needs?: readonly string[];
  /** True if it runs once for each item of a list: the task itself only starts the items, and gathers their results. */
  readonly isEach?: true;
  /** True for one of those items: its payload is made of the item. */
  readonly isItem?: true;
}
