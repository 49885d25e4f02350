/** The fields of a task, or of a job's options, that say what follows its completion. */
interface Followed {
  readonly webhookUrl?: string | null | undefined;
  readonly workflowId?: string | null | undefined;
  readonly followUps?: object | string | null | undefined;
  readonly bridge?: object | string | null | undefined;
}

/**
 * True if something follows the completion of a task: a webhook, the next steps of its workflow, a task, or the report
 * to the bridge over which it came. Such a task has an entry in the completion outbox until that is done.
 */
export function isFollowed({ webhookUrl, workflowId, followUps, bridge }: Followed): boolean {
  return (webhookUrl ?? workflowId ?? followUps ?? bridge ?? null) !== null;
}

/** True if only a bridge follows the completion. */
export function isOnlyBridged({ webhookUrl, workflowId, followUps, bridge }: Followed): boolean {
  return (bridge ?? null) !== null && !isFollowed({ webhookUrl, workflowId, followUps });
}

/**
 * Lua: `isFollowed(options)` is the same for the decoded options of a job. `mayBeFollowed(text)` needs no decoding, and
 * is never wrong if it is false.
 */
export const FOLLOWED = `
local function isFollowed(options)
  return options['webhookUrl'] or options['workflowId'] or options['followUps'] or options['bridge']
end
local function mayBeFollowed(text)
  return string.find(text, '"webhookUrl"', 1, true) or string.find(text, '"workflowId"', 1, true)
    or string.find(text, '"followUps"', 1, true) or string.find(text, '"bridge"', 1, true)
end
`;
