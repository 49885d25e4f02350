/* Written by packages/client/scripts/write-types.mjs from /openapi.json. Do not edit. */

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return a greeting
         * @description Browsers get a page of links instead.
         *
         *     No API key required.
         */
        get: operations["getGreeting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit log entries
         * @description Newest first; the last AUDIT_MAX_ENTRIES entries are kept, and all others in the history, if there is one. Each entry is written before its action is carried out: if it cannot be written, the action is refused. The `x-audit-action` of an operation in this document is the action's name in the log.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/broker/acknowledge-loss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge that Redis has lost its data
         * @description After FLUSHALL, FLUSHDB or a restart of Redis without its data, `/health` is `degraded` and reports the loss until it is acknowledged here. Acknowledging restores nothing: tasks, results, pauses, limits and the audit log are gone. Other processes stop reporting the loss at their next check of Redis.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["acknowledgeDataLoss"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk-actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List bulk actions, newest first
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["listBulkActions"];
        put?: never;
        /**
         * Retry, cancel or delete all tasks that match a filter or a query
         * @description A worker carries out the action, newest task first. It applies only to tasks submitted before it, and never to the queue `operations`. If its worker dies, another one resumes it. Tasks are handled one by one: a task whose state has changed is skipped. A query is carried out in two steps if a dry run comes first: it counts and fixes the tasks, and the order that names it by `dry_run_id` acts on exactly these.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["createBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk-actions/{bulk_action_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a bulk action and its progress
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["getBulkAction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bulk-actions/{bulk_action_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Abort a bulk action
         * @description The action stops within a second. Tasks that were already processed are not reverted and stay counted.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["cancelBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List failed tasks (dead letters), or group them by error
         * @description Sorted by the time they finished, newest first. REVOKED tasks are not included.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete dead letters and their data
         * @description Tasks are handled one by one: a task that is no longer FAILURE is skipped. Safe to repeat after a 503.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["discardDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run dead letters again with the same IDs and all attempts restored
         * @description Tasks are handled one by one: a task that is no longer FAILURE is skipped. Safe to repeat after a 503.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["redriveDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List failed tasks grouped by error
         * @description Groups with a failure in the counted period, from the history if there is one and from Redis. A task that runs again counts until it ends again.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["listErrors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/errors/{fingerprint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a group of failed tasks with the same error
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["getError"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/errors/{fingerprint}/ignore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ignore an error, for ever or until a time
         * @description Its tasks still fail as before, and are counted.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["ignoreError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/errors/{fingerprint}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the failed tasks of an error again with the same IDs and all attempts restored
         * @description At most 1,000 tasks in one request: repeat it with `next_cursor` until that is null. A task that is no longer FAILURE is skipped. Tasks that Redis has forgotten are counted as `archived` and not run. Safe to repeat after a 503.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["redriveError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/errors/{fingerprint}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen a resolved or ignored error
         * @description Requires an API key with the role `operator` or higher.
         */
        post: operations["reopenError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/errors/{fingerprint}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark an error as resolved
         * @description The group is `reopened` as soon as another of its tasks fails.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["resolveError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream the changes of all tasks
         * @description Server-sent events. The first is `ready`: read `GET /tasks` then, and apply each `task` event, which has the current state of a task that has changed. `reset` means that changes are missing: read the list again. `skipped` counts changes that were left out because more than 1,000 tasks a second have changed. Changes are sent up to four times a second, and only the newest of each task. Payloads, results, progress and logs are not part of the stream. With `status`, a task that leaves this status is sent as well. A client that reconnects with the ID of its last event gets what it has missed, or `reset`. The stream ends after 15 minutes; clients reconnect. A comment `: ping` is sent every 15 s. A script with a key uses `fetch` to read the stream: a browser's EventSource cannot send a key, but does send the cookie of a session.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["streamTaskChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fetch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch a URL in a worker
         * @description Submits `fetch.store`. Give the URL in the query or in the body. The optional body also sets the method, headers, accepted types, limits and cache. Non-public addresses are refused.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["fetchUrl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fetch/{task_id}/body": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the body fetched by a task
         * @description Streamed with its original content type; text stored in the result is sent as UTF-8. The body is untrusted content, so it is always an attachment that browsers neither render nor sniff. Supports HEAD, one byte range (`Range`, `If-Range`) and `If-None-Match`.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["getFetchedBody"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check the health of the service: broker, memory, history, and a live worker for each queue
         * @description No API key required.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check whether this process is alive (never uses the broker)
         * @description No API key required.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check whether this process is ready for traffic
         * @description No API key required.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the metrics of this process, the queues and the broker for Prometheus
         * @description Tasks executed by a worker are counted in that worker's own /metrics.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a notification to one or more recipients (durable)
         * @description The notification is fully validated before it is stored. It becomes one task per recipient, which survives the death of any process and is retried while a retry can help.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["sendNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit up to 1,000 notifications at once
         * @description An invalid notification fails alone: its item contains the problem.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["sendNotifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the email templates with their variables
         * @description For development: returns 404 in production. Reads the files on every request.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/templates/{name}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview a template with its sample variables
         * @description For development: returns 404 in production. Reads the files on every request.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["previewTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an email after the response (not durable)
         * @description This process sends it as a background event: it is lost if the process dies. For guaranteed delivery use POST /notifications.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["notify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all queues with their backlog, workers and throughput
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["listQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a queue
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["getQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Limit the concurrency or start rate of a queue across all workers
         * @description The limits hold until they are changed, even across restarts. Limits of a task type (`rateLimit`) apply in addition.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        patch: operations["limitQueue"];
        trace?: never;
    };
    "/queues/{name}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Close a queue: refuse new tasks and let it empty
         * @description Submits fail with 503 `queue-closed`, in every API process within a second. Workers continue, and a running task may submit what it needs. Retries are accepted. `remaining` counts the tasks that are left. The queue stays closed until it is opened, even across restarts.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        put: operations["closeQueue"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{name}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke all waiting tasks of a queue (former name of `revoke-waiting`)
         * @deprecated
         * @description Requires an API key with the role `operator` or higher.
         */
        post: operations["drainQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{name}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Open a closed queue to new tasks
         * @description Requires an API key with the role `operator` or higher.
         */
        put: operations["openQueue"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pause a queue
         * @description Running tasks continue and new tasks are accepted. The queue stays paused until it is resumed, even across restarts.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        put: operations["pauseQueue"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{name}/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke all waiting tasks of a queue and delete all finished ones
         * @description Like `revoke-waiting`, and also deletes every task that is already final, dead letters included, with its data. This cannot be undone.
         *
         *     Requires an API key with the role `admin` or higher.
         */
        post: operations["purgeQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Resume a paused queue
         * @description Requires an API key with the role `operator` or higher.
         */
        put: operations["resumeQueue"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{name}/revoke-waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke all waiting tasks of a queue
         * @description Includes tasks that wait for their time or for another attempt. Running tasks continue, and tasks submitted from now on are not affected: close or pause the queue first. Each task becomes REVOKED, stays readable and sends its webhook. This runs as a bulk action, which can be aborted. To let a queue empty instead, close it.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["revokeWaiting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/result/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get only the status and result of a task
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["getResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List schedules by ID
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["listSchedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{schedule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a schedule
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["getSchedule"];
        /**
         * Create a schedule, or replace its definition
         * @description Omitted fields get their defaults. A pause stays, and so does the next tick unless the times change. A schedule that a task type declares in code stays as it is put here until its declaration changes.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        put: operations["putSchedule"];
        post?: never;
        /**
         * Delete a schedule and its history
         * @description Tasks and workflows that it has submitted stay. A schedule that a task type declares in code comes back when its declaration changes.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        delete: operations["deleteSchedule"];
        options?: never;
        head?: never;
        /**
         * Change some fields of a schedule
         * @description Omitted fields stay as they are. `cron` and `every_ms` replace each other, and so do `task` and `workflow`.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        patch: operations["patchSchedule"];
        trace?: never;
    };
    "/schedules/{schedule_id}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit the ticks of a past period that were not submitted
         * @description A dry run by default, which only lists them. All run at once, whatever `overlap` says. Safe to repeat: a tick whose task or workflow is still kept is not submitted again.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["backfillSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{schedule_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a schedule
         * @description Its tasks and workflows continue. A schedule that is paused already keeps its first pause.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["pauseSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{schedule_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the next ticks of a schedule
         * @description Also while it is paused.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["previewSchedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{schedule_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a paused schedule
         * @description Ticks that passed in the meantime are not made up for: see `backfill`.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["resumeSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{schedule_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit the task or workflow of a schedule now
         * @description At once, even if an earlier one has not ended or the schedule is paused. The next tick stays as planned.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["runSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{schedule_id}/ticks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the last ticks of a schedule
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["listTicks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show the ticks that a rule would have
         * @description Checks the rule like a PUT, and stores nothing.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        post: operations["previewRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get statistics over time, by queue, task type or worker
         * @description By queue and for up to 24 hours from counters in Redis; everything else from the history, and 422 without one. Statistics are for charts: a worker that is killed loses the counts of its last seconds.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/task-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the task types with their defaults and JSON Schemas
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["listTaskTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/task-types/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a task type with its defaults and JSON Schemas
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["getTaskType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List or search tasks, newest first
         * @description Without `q`, `sort`, `order`, `count` and `include`, it lists the tasks that the broker holds. With any of these, tasks of the history are found as well, marked by `archived: true` if only the history has them. While the history or the broker does not answer, the other one does, and `looked.missing` says so.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["listTasks"];
        put?: never;
        /**
         * Divide x by y in a worker
         * @description Submits `math.divide`.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["submitDivision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a task: its status, progress, result or error
         * @description A task that the broker has forgotten is read from the history, if there is one, and has `archived: true`.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["getTask"];
        put?: never;
        post?: never;
        /**
         * Delete a finished task and its data
         * @description Requires an API key with the role `operator` or higher.
         */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        /**
         * Change the payload, priority, time, expiry or tags of a waiting task
         * @description Changes a PENDING task, or one that waits for its next attempt (RETRY): all given fields or none. The task keeps its ID and its `deduplicate` key, and a new priority puts it behind the tasks that have it already. 409 means that nothing has changed: the task runs, is final or waits for other tasks. A task of a workflow keeps the payload that its workflow gives it. A submitter may change the tasks it submitted (`submitted_by`), an operator any task. The response has no payload.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        patch: operations["changeTask"];
        trace?: never;
    };
    "/tasks/{task_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a task
         * @description A waiting task is REVOKED at once. A running task is asked to stop: it shows `cancel_requested_at`, and becomes REVOKED once it has stopped. If it finishes first, its outcome counts. A submitter may cancel the tasks it submitted (`submitted_by`), an operator any task.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["cancelTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{task_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream the events of a task until it is final
         * @description Server-sent events. The first is `snapshot`, the current task. It is followed by `state` when the status or attempt changes, `progress`, and `log` with the task's lines from the first one on. `result`, the final task, comes last and ends the stream. A task that is already final sends the same events, also one from the history. The data of `snapshot` and `result` is a TaskDto, of `state` a TaskStateDto, of `progress` a TaskProgressDto, of `log` a TaskLogDto. A comment `: ping` is sent every 15 s. A client that reads too slowly is disconnected and can reconnect with the ID of its last event. If keys are required, use `fetch` to read the stream: a browser's EventSource cannot send a key, and a key in the URL is not accepted.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["streamTaskEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{task_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the log lines of a task
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["getTaskLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{task_id}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a delayed task immediately
         * @description Requires an API key with the role `operator` or higher.
         */
        post: operations["promoteTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{task_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit a task again as a new task, optionally with another payload or other options
         * @description A task from the history is replayed with the tags, the priority and the number of attempts that it had, and otherwise with the options of its type. It needs a payload if its own was not kept or contained secrets.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["replayTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{task_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a FAILURE or REVOKED task again with the same ID and all attempts restored
         * @description The reason for its revocation stays in `revocations`. Revoked tasks are run again only by this route and by a bulk retry with the status REVOKED.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["retryTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{task_id}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the changes of the state of a task
         * @description Derived from the record of the task: each failed attempt, each revocation, the last start and the end. An attempt that was lost with its worker, or requeued by a stopping one, leaves no times.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["getTaskTransitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{task_id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain why a task waits
         * @description Lists everything that holds the task, with what would end it: other steps of its workflow, its time, a paused queue, limits, busy or missing workers, tasks ahead of it. Also explains a running task (since when, on which worker, until which time limit) and a final one.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["explainTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit up to 1,000 tasks at once
         * @description Uses one round trip to the broker per queue. An invalid task fails alone: its item contains the problem.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["submitBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export all tasks that match, as JSON Lines
         * @description Each line is a task, as in GET /tasks: results larger than 16 kB are left out. The response is sent at the pace of the client. Changes meanwhile may or may not be in it. If the export cannot be completed, the last line is `{"error": problem}`, with the problem that another request would be answered with: an export whose last line is a task is complete if the response has ended regularly.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["exportTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/fetch.store": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch a public URL and store the response
         * @description Runs in the queue `fetch`.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["submitFetchStore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/math.count-primes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count the primes below n
         * @description Runs in the queue `tasks`.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["submitMathCountPrimes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/math.divide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Divide x by y
         * @description Runs in the queue `tasks`.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["submitMathDivide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/notifications.deliver-webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver one event as a signed webhook
         * @description Runs in the queue `webhooks`.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["submitNotificationsDeliverWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/notifications.send-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one email
         * @description Runs in the queue `notifications`.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["submitNotificationsSendEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Suggest how a query may go on
         * @description Fields, paths into payloads and results by the schemas of the task types, and values: queues, workers, and those of the newest tasks. Payloads are suggested to admins only.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["suggestQuery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the saved queries of this key, and the shared ones
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["listViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/views/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a saved query
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["getView"];
        /**
         * Save a query
         * @description Each key has its own views. A shared one is seen by all; only its owner or an admin may change it. A key can have 100 views; 500 can be shared.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        put: operations["putView"];
        post?: never;
        /**
         * Delete a saved query
         * @description Requires an API key with the role `viewer` or higher.
         */
        delete: operations["deleteView"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List worker processes with their tasks, counts and load
         * @description Shows each worker as of its last heartbeat, at most 5 s ago. A worker that shuts down properly leaves the list at once.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["listWorkers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workers/{worker_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a worker process
         * @description Requires an API key with the role `viewer` or higher.
         */
        get: operations["getWorker"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workers/{worker_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a command to one worker or to all
         * @description Returns when all workers have replied, or after `timeout_ms`. A worker that does not receive the command in that time never carries it out later.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["sendWorkerCommand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List workflows, newest first
         * @description Lists the workflows that the broker still has; an archived one is read by its ID.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["listWorkflows"];
        put?: never;
        /**
         * Start a workflow: a graph of named steps, each of which is a task
         * @description A step starts when every step that it names in `after`, or to whose result its payload refers, has ended. The whole is checked before anything is stored: an unknown task or step, a cycle, or a payload that cannot fit is a 422 with a pointer to each mistake, up to 100. The body may have up to 8 MiB. Each step and hook counts as one task of its queue.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["startWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{workflow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a workflow with its steps, their states and times, and its critical path
         * @description Results and errors of steps are read from their tasks: `GET /tasks/{task_id}`. A workflow that the broker has forgotten is read from the history, if there is one, and has `archived: true`.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["getWorkflow"];
        put?: never;
        post?: never;
        /**
         * Delete a finished workflow with all its tasks
         * @description Requires an API key with the role `operator` or higher.
         */
        delete: operations["deleteWorkflow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{workflow_id}.mmd": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a workflow as a Mermaid flowchart
         * @description Each step is a node with its status as class. The items of an `each` are a number in its node.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["getWorkflowDiagram"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{workflow_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a workflow with all its steps
         * @description Steps that have not started are REVOKED at once, running ones are asked to stop. The workflow is final when the last of them has stopped. A submitter may cancel the workflows it started (`submitted_by`), an operator any.
         *
         *     Requires an API key with the role `submitter` or higher.
         */
        post: operations["cancelWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{workflow_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream the events of a workflow and all its steps until it is final
         * @description Server-sent events. The first is `snapshot`, the current workflow with its steps. It is followed by `step` when a step changes. `end`, the final workflow without its steps, comes last and ends the stream. The data of `snapshot` is a WorkflowDetailsDto, of `step` a StepEventDto, of `end` a WorkflowDto. Many changes in a short time are sent together, so a short state of a step can be missing. A comment `: ping` is sent every 15 s. A client that reconnects gets a new snapshot. If keys are required, use `fetch` to read the stream: a browser's EventSource cannot send a key, and a key in the URL is not accepted.
         *
         *     Requires an API key with the role `viewer` or higher.
         */
        get: operations["streamWorkflowEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{workflow_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run again what failed in a FAILURE or REVOKED workflow, and what was revoked for it
         * @description Steps that have succeeded keep their results. Hooks that have run do not run again.
         *
         *     Requires an API key with the role `operator` or higher.
         */
        post: operations["retryWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcknowledgedLossDto: {
            /**
             * @description The acknowledged loss; null if there was none or it was already acknowledged
             * @example {
             *       "lost_at": "2026-11-24T08:00:00.000Z",
             *       "tasks": 1204,
             *       "cause": "emptied"
             *     }
             */
            data_loss: components["schemas"]["DataLossDto"] | null;
        };
        ActiveTaskDto: {
            /** @example 1 */
            attempt: number;
            /** @example math.count-primes */
            name: string;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.004Z
             */
            since: string;
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id: string;
        };
        AttachmentDto: {
            /**
             * Format: byte
             * @description The file itself in base64, such as the result of a step, instead of `fetch_task_id`
             */
            content?: string;
            /** @description Media type of `content`; default `application/octet-stream` */
            content_type?: string;
            /**
             * Format: uuid
             * @description Task created by POST /fetch; the email waits until it has finished. Or give `content`
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            fetch_task_id?: string;
            /**
             * @description File name shown to the recipient; default: the last part of the fetched URL, or `attachment-1`
             * @example report.pdf
             */
            filename?: string;
        };
        AttemptCountsDto: {
            /** @example 1 */
            failed: number;
            /**
             * @description All attempts, including those that asked to run later
             * @example 1204
             */
            processed: number;
            /** @example 2 */
            retried: number;
            /** @example 1 */
            revoked: number;
            /** @example 1200 */
            succeeded: number;
        };
        AttemptErrorDto: {
            /** @example 1 */
            attempt: number;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.009Z
             */
            ended_at: string;
            /** @example division by zero */
            message: string;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.004Z
             */
            started_at: string;
            /** @example ZeroDivisionError */
            type: string;
            /** @example worker-1 */
            worker: string;
        };
        AuditEntryDto: {
            /**
             * @description `loopback`: no keys are configured and the request came from the same machine. `open`: AUTH=none, access without a key
             * @example key
             * @enum {string}
             */
            access: "key" | "loopback" | "open";
            /** @example queue.pause */
            action: string;
            /**
             * Format: date-time
             * @description Time of the request, by the broker's clock
             * @example 2026-11-24T16:00:00.123Z
             */
            at: string;
            /** @example 1764000000123456 */
            audit_id: string;
            /**
             * @description Address of the client; visible to admins only
             * @example null
             */
            client_address: string | null;
            /**
             * @description Other parameters of the request, shortened and without secrets. `[redacted]` stands for a query that looks into payloads, for all but admins
             * @example {}
             */
            details: {
                [key: string]: unknown;
            };
            /**
             * @description Path of the resource that the action created
             * @example null
             */
            location: string | null;
            /**
             * @description `refused`: nothing was done. `failed`: it may have been partly done. `pending`: still in progress. `lost`: the process ended before it recorded the outcome
             * @example succeeded
             * @enum {string}
             */
            outcome: "succeeded" | "refused" | "failed" | "pending" | "lost";
            /** @example 0d8f1d3c-7a1e-4a55-9a30-3f8b6a1c2d4e */
            request_id: string | null;
            /**
             * @example operator
             * @enum {string}
             */
            role: "viewer" | "submitter" | "operator" | "admin";
            /**
             * @description HTTP status of the response; null until there is one
             * @example 200
             */
            status: number | null;
            /** @example tasks */
            target: string | null;
            /**
             * @description Name of the API key; `anonymous` if no keys are configured
             * @example ops
             */
            who: string;
        };
        AuditPageDto: {
            /** @description Newest first */
            items: components["schemas"]["AuditEntryDto"][];
            /**
             * @description Cursor of the next page; null on the last page. A page may have fewer than `limit` items and still be followed by another: one request examines a limited number of entries
             * @example null
             */
            next_cursor: string | null;
        };
        BackfillDto: {
            /**
             * @description Ticks that are submitted, or would be
             * @example 7
             */
            count: number;
            /** @example false */
            dry_run: boolean;
            /** @description Every tick of the period, oldest first */
            items: components["schemas"]["BackfilledTickDto"][];
        };
        BackfilledTickDto: {
            /**
             * @description `planned`: a dry run. `exists`: its task or workflow is still kept, so no other is submitted
             * @example submitted
             * @enum {string}
             */
            outcome: "planned" | "exists" | "submitted" | "refused";
            /**
             * @description Why it was refused
             * @example null
             */
            reason: string | null;
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id: string | null;
            /**
             * Format: date-time
             * @example 2026-11-02T02:00:00.000Z
             */
            tick_at: string;
            /**
             * Format: uuid
             * @description Instead of `task_id`, if the schedule starts a workflow
             * @example null
             */
            workflow_id: string | null;
        };
        BackfillRequestDto: {
            /**
             * @description `true`: only list the ticks and submit nothing; default `true`
             * @example false
             */
            dry_run?: boolean;
            /**
             * Format: date-time
             * @description Begin of the period, included
             * @example 2026-11-01T00:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description End of the period, included; not in the future. It may have at most 1,000 ticks
             * @example 2026-11-08T00:00:00.000Z
             */
            to: string;
        };
        BackoffDto: {
            /** @description Wait after the first failure; `exponential` doubles it after each further one; default `1000` */
            delay_ms?: number;
            /** @description Share of each wait that is random, so that tasks that failed together do not retry together; default `0.5` */
            jitter?: number;
            /** @description Upper limit of each wait; default `60000` */
            max_ms?: number;
            /**
             * @description default `exponential`
             * @enum {string}
             */
            type?: "fixed" | "exponential";
        };
        BatchAnswerDto: {
            /** @description In the order of the tasks in the request */
            items: components["schemas"]["BatchItemDto"][];
        };
        BatchDto: {
            /**
             * @example [
             *       {
             *         "name": "math.divide",
             *         "payload": {
             *           "x": 10,
             *           "y": 2
             *         }
             *       },
             *       {
             *         "name": "math.divide",
             *         "payload": {
             *           "x": 1,
             *           "y": 4
             *         },
             *         "options": {
             *           "delay_ms": 5000
             *         }
             *       }
             *     ]
             */
            tasks: components["schemas"]["BatchTaskDto"][];
        };
        BatchItemDto: {
            problem?: components["schemas"]["Problem"];
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id?: string;
        };
        BatchTaskDto: {
            /** @example math.divide */
            name: string;
            options?: components["schemas"]["SubmitOptionsDto"];
            /**
             * @description Defined by the schema of the task type
             * @example {
             *       "x": 10,
             *       "y": 2
             *     }
             */
            payload: {
                [key: string]: unknown;
            };
        };
        BulkActionDto: {
            /**
             * @example retry
             * @enum {string}
             */
            action: "retry" | "cancel" | "delete" | "revoke-waiting" | "drain" | "purge";
            /**
             * Format: uuid
             * @example 01939a10-4c00-7b1e-8f21-6a5d4c3b2a10
             */
            bulk_action_id: string;
            /**
             * Format: date-time
             * @example null
             */
            cancel_requested_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-25T07:30:00.000Z
             */
            created_at: string;
            /**
             * @description Tasks the action was applied to, including running tasks that were asked to stop
             * @example 0
             */
            done: number;
            /** @example false */
            dry_run: boolean;
            /**
             * Format: uuid
             * @description The dry run whose tasks are acted on
             * @example null
             */
            dry_run_id: string | null;
            /**
             * @description Error that prevented the action from completing
             * @example null
             */
            error: components["schemas"]["TaskErrorDto"] | null;
            /** @description Errors of the first ten failed tasks */
            errors: components["schemas"]["BulkErrorDto"][];
            /**
             * @description Tasks the action failed on
             * @example 0
             */
            failed: number;
            /**
             * @description Null for an action by query
             * @example {
             *       "queue": "tasks",
             *       "status": "FAILURE"
             *     }
             */
            filter: components["schemas"]["BulkFilterDto"] | null;
            /**
             * Format: date-time
             * @example null
             */
            finished_at: string | null;
            /**
             * @description Tasks examined so far, of any kind
             * @example 0
             */
            looked_at: number;
            /**
             * @description Tasks that match the filter or the query
             * @example 0
             */
            matched: number;
            /**
             * @description Percentage
             * @example 0
             */
            progress: number;
            /**
             * @description The query; null for an action by filter, for one that names a dry run, and for all but admins if the query of an admin looks into payloads
             * @example null
             */
            q: string | null;
            /** @example null */
            reason: string | null;
            /**
             * @description Name of the API key; null if no keys are configured
             * @example ops
             */
            requested_by: string | null;
            /**
             * @description Reason for the abort
             * @example null
             */
            revoke_reason: string | null;
            /**
             * @description IDs of the first twenty matching tasks
             * @example [
             *       "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e"
             *     ]
             */
            sample: string[];
            /**
             * @description Tasks skipped because their state changed before their turn
             * @example 0
             */
            skipped: number;
            /**
             * Format: date-time
             * @example null
             */
            started_at: string | null;
            /**
             * @description RETRY: its worker died or the broker was unavailable; the action resumes where it stopped. REVOKED: aborted
             * @example PENDING
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * @description True if more than 100,000 tasks match the query: only the newest of these are acted on
             * @example false
             */
            truncated: boolean;
        };
        BulkActionRequestDto: {
            /**
             * @example retry
             * @enum {string}
             */
            action: "retry" | "cancel" | "delete";
            /**
             * @description Only count the matching tasks and return a sample; change nothing; default `false`
             * @example true
             */
            dry_run?: boolean;
            /**
             * Format: uuid
             * @description ID of a dry run by query of the same action, at most an hour after it has ended, instead of a query: exactly the tasks that it has found are acted on
             * @example 01939a10-4c00-7b1e-8f21-6a5d4c3b2a10
             */
            dry_run_id?: string;
            /** @description At least one criterion. Or give `q` */
            filter?: components["schemas"]["BulkFilterDto"] | null;
            /**
             * @description Query instead of a filter; see docs/queries.md. The tasks that match are fixed, up to 100,000, before any is acted on. `retry` and `cancel` act on tasks that the broker holds, `delete` also on those of the history
             * @example status:FAILURE name:fetch.* created:>-2h
             */
            q?: string;
            /**
             * @description Kept in the audit log, and as `revoke_reason` of the revoked tasks
             * @example the supplier is gone
             */
            reason?: string;
        };
        BulkActionsDto: {
            /** @description Newest first; kept for a week */
            items: components["schemas"]["BulkActionDto"][];
            /**
             * @description Cursor of the next page; null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        BulkErrorDto: {
            /** @example A receiver of webhooks is not set up */
            message: string;
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id: string;
        };
        BulkFilterDto: {
            /**
             * Format: date-time
             * @description Only tasks submitted at or after this time
             * @example 2026-11-24T00:00:00.000Z
             */
            created_after?: string;
            /**
             * Format: date-time
             * @description Only tasks submitted before this time
             * @example 2026-11-25T00:00:00.000Z
             */
            created_before?: string;
            /**
             * @description Name of the task type
             * @example math.divide
             */
            name?: string;
            /**
             * @example tasks
             * @enum {string}
             */
            queue?: "tasks" | "notifications" | "webhooks" | "fetch";
            /**
             * @description Must be a status that the action applies to. Default: FAILURE for `retry`, every status that is not final for `cancel`, every final status for `delete`
             * @example FAILURE
             * @enum {string}
             */
            status?: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** @example customer-7 */
            tag?: string;
        };
        CancelDto: {
            /**
             * @description default `cancelled`
             * @example the customer left
             */
            reason?: string;
        };
        ChangeTaskDto: {
            /**
             * @description Delay before the task may start, in ms; not together with `run_at`
             * @example 5000
             */
            delay_ms?: number;
            /**
             * Format: date-time
             * @description Latest start; null means never. Only for a task that has never started
             * @example 2026-11-24T09:00:00.000Z
             */
            expires_at?: string | null;
            /**
             * @description Replaces the whole payload. Defined by the schema of the task type
             * @example {
             *       "x": 10,
             *       "y": 4
             *     }
             */
            payload?: {
                [key: string]: unknown;
            };
            /**
             * @example high
             * @enum {string}
             */
            priority?: "low" | "normal" | "high" | "critical";
            /**
             * Format: date-time
             * @description Earliest start (RFC 3339); null or a time in the past means now
             * @example 2026-11-24T08:00:00.000Z
             */
            run_at?: string | null;
            /**
             * @description Labels to find the task by
             * @example [
             *       "customer-7"
             *     ]
             */
            tags?: string[];
        };
        CommandOutcomeDto: {
            /** @description Workers that did not reply in time; they may still carry out the command */
            missing: components["schemas"]["MissingWorkerDto"][];
            replies: components["schemas"]["WorkerReplyDto"][];
        };
        ConfirmedDto: {
            /**
             * @description Name of the queue, repeated as confirmation
             * @example tasks
             */
            confirm: string;
            /**
             * @description Kept in the audit log, and as `revoke_reason` of the revoked tasks
             * @example the supplier is gone
             */
            reason?: string;
        };
        ConsumedQueueDto: {
            /**
             * @description Running tasks of this queue on this worker
             * @example 3
             */
            active_count: number;
            /**
             * @description Maximum number of tasks at once
             * @example 8
             */
            concurrency: number;
            /**
             * @example tasks
             * @enum {string}
             */
            name: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
            /**
             * @description Whether this worker was told to stop consuming the queue
             * @example false
             */
            paused: boolean;
        };
        CountPrimesPayload: {
            /**
             * @description Upper bound, exclusive
             * @example 1000000
             */
            n: number;
        };
        DataLossDto: {
            /**
             * @description `emptied`: FLUSHALL, FLUSHDB or deleted keys while Redis was running. `replaced`: Redis restarted or failed over without its data. `unknown`: the Redis user may not run INFO, which tells the two apart
             * @example emptied
             * @enum {string}
             */
            cause: "emptied" | "replaced" | "unknown";
            /**
             * Format: date-time
             * @description Time at which a process detected the loss
             * @example 2026-11-24T08:00:00.000Z
             */
            lost_at: string;
            /**
             * @description Tasks stored at the last check before the loss: waiting, running and finished
             * @example 1204
             */
            tasks: number;
        };
        DeadLetterAnswerDto: {
            /** @example [] */
            failed: components["schemas"]["DeadLetterFailureDto"][];
            /**
             * @description Null if all tasks were processed. Otherwise the group may have more: repeat the request with this value as `cursor`. Tasks that have failed again in the meantime are not processed twice
             * @example null
             */
            next_cursor: string | null;
            /**
             * @example [
             *       "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e"
             *     ]
             */
            succeeded: string[];
        };
        DeadLetterFailureDto: {
            /** @description the task does not exist or is no longer FAILURE */
            problem: components["schemas"]["Problem"];
            /** @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e */
            task_id: string;
        };
        DeadLetterGroupDto: {
            /** @example 42 */
            count: number;
            /** @example OutboundError */
            error_type: string;
            /**
             * Format: uuid
             * @description Newest task of the group
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            example_task_id: string;
            /** @example 5d41402abc4b2a76 */
            fingerprint: string;
            /**
             * Format: date-time
             * @description Time at which the first task of the group failed
             * @example 2026-11-24T08:00:00.009Z
             */
            first_at: string;
            /**
             * Format: date-time
             * @description Time at which the latest task of the group failed
             * @example 2026-11-24T09:30:00.000Z
             */
            last_at: string;
            /**
             * @description Error message with its values replaced by placeholders, shortened to 300 characters
             * @example connect ECONNREFUSED <address>
             */
            message_pattern: string;
            /**
             * @description Name of the task type
             * @example fetch.store
             */
            name: string;
            /**
             * @description Newest tasks of the group, at most ten
             * @example [
             *       "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e"
             *     ]
             */
            task_ids: string[];
        };
        DeadLetterGroupsDto: {
            /** @description Largest first */
            groups: components["schemas"]["DeadLetterGroupDto"][];
            /**
             * @description False if there are more groups than `limit`, or more tasks or groups than one request examines (the newest 10,000 and 1,000). Counts and times then cover only those
             * @example true
             */
            is_complete: boolean;
        };
        DeadLetterPageDto: {
            /** @description Newest first */
            items: components["schemas"]["TaskDto"][];
            /**
             * @description Cursor of the next page; null on the last page. A page may have fewer than `limit` items and still be followed by another: one request examines at most 10,000 tasks
             * @example null
             */
            next_cursor: string | null;
        };
        DeadLetterSelectionDto: {
            /**
             * @description `next_cursor` of the previous response, to continue with a group
             * @example 1795507200009.01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            cursor?: string;
            /**
             * @description Fingerprint of a group: selects its newest tasks, at most 1,000
             * @example 5d41402abc4b2a76
             */
            fingerprint?: string;
            /**
             * @description Only tasks of this type within the group
             * @example fetch.store
             */
            name?: string;
            /**
             * @description IDs of the tasks; give either `task_ids` or `fingerprint`
             * @example [
             *       "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e"
             *     ]
             */
            task_ids?: string[];
        };
        DeduplicateDto: {
            /** @example report-2026-11 */
            key: string;
            /**
             * @description `unique`: no other task with this key while one is not finished (or for `ttl_ms`). `throttle`: no other for `ttl_ms` after one was stored. `debounce`: a new task within `ttl_ms` replaces the waiting one and restarts the wait; a task that already runs is followed by the newest; default `unique`
             * @enum {string}
             */
            mode?: "unique" | "debounce" | "throttle";
            /**
             * @description Required by throttle and debounce
             * @example 60000
             */
            ttl_ms?: number;
        };
        DeliveredWebhookDto: {
            /**
             * @description HTTP status of the receiver: 200 to 299
             * @example 204
             */
            status_code: number;
        };
        DeliverWebhookPayload: {
            /**
             * @description Any JSON object
             * @example {
             *       "report_id": "r-42",
             *       "pages": 3
             *     }
             */
            data: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description Time of the event (RFC 3339); default: the time of the submit
             * @example 2026-11-24T08:00:00.000Z
             */
            timestamp?: string;
            /**
             * @description Words joined by dots, from general to specific
             * @example report.finished
             */
            type: string;
            /**
             * Format: uri
             * @description An absolute http:// or https:// URL with a public address
             * @example https://example.com/hooks/reports
             */
            url: string;
        };
        DividePayload: {
            /**
             * @description The dividend
             * @example 10
             */
            x: number;
            /**
             * @description The divisor
             * @example 2
             */
            y: number;
        };
        EmailNotificationDto: {
            /** @description At most MAX_ATTACHMENT_BYTES in total */
            attachments?: components["schemas"]["AttachmentDto"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            channel: "email";
            /** @example <p>You find it where you left it.</p> */
            html?: string;
            /**
             * Format: uri
             * @description https:// (one-click unsubscribe by POST, RFC 8058) or mailto: (RFC 2369); Gmail and Yahoo require it from bulk senders
             * @example https://example.com/unsubscribe?id=7
             */
            list_unsubscribe?: string;
            /** @description Options of each task; a `deduplicate` key applies to each recipient separately */
            options?: components["schemas"]["SubmitOptionsDto"];
            /**
             * Format: email
             * @description Reply-To address; ASCII only before the @
             * @example support@example.com
             */
            reply_to?: string;
            /**
             * @description Required without a template
             * @example Your report is ready
             */
            subject?: string;
            /**
             * @description Folder name of a template; alternatively give `subject` and `text` or `html`
             * @example report-ready
             */
            template?: string;
            /**
             * @description Generated from `html` if left out; without a template, `text` or `html` is required
             * @example You find it where you left it.
             */
            text?: string;
            /**
             * @description One address or several; each recipient gets a separate email and does not see the others
             * @example [
             *       "ada@example.com",
             *       "grace@example.com"
             *     ]
             */
            to: string | string[];
            /**
             * @description Exactly the variables that the template needs
             * @example {
             *       "name": "Ada",
             *       "title": "The report for November",
             *       "report_url": "https://example.com/reports/2026-11"
             *     }
             */
            variables?: {
                [key: string]: unknown;
            };
        };
        ErrorDecisionDto: {
            /**
             * Format: date-time
             * @example 2026-11-24T10:00:00.000Z
             */
            at: string;
            /**
             * @description Name of the API key; `anonymous` if no keys are configured
             * @example ops
             */
            by: string;
            /**
             * @example resolved
             * @enum {string}
             */
            decision: "resolved" | "ignored";
            /** @example fixed in 1.4.2 */
            note: string | null;
            /**
             * Format: date-time
             * @example null
             */
            until: string | null;
        };
        ErrorGroupDto: {
            /**
             * @description Number of failed tasks in the counted period
             * @example 42
             */
            count: number;
            /**
             * @description The same for each 24th of the counted period, oldest first
             * @example [
             *       0,
             *       0,
             *       40,
             *       2
             *     ]
             */
            counts: number[];
            /**
             * @description The last decision about the group; null if there is none
             * @example null
             */
            decision: components["schemas"]["ErrorDecisionDto"] | null;
            /** @example FetchError */
            error_type: string;
            /**
             * @description Identifies the group: the same for the same task type, error type and message pattern
             * @example 5d41402abc4b2a76
             */
            fingerprint: string;
            /**
             * Format: date-time
             * @description Time at which the first known task of the group failed, also before the counted period
             * @example 2026-11-24T08:00:00.009Z
             */
            first_seen_at: string;
            /**
             * Format: date-time
             * @example 2026-11-24T09:30:00.000Z
             */
            last_seen_at: string;
            /**
             * @description Error message with its values replaced by placeholders, shortened to 300 characters
             * @example connect ECONNREFUSED <address>
             */
            message_pattern: string;
            /**
             * @description Name of the task type
             * @example fetch.store
             */
            name: string;
            /**
             * @description Queues of the tasks
             * @example [
             *       "fetch"
             *     ]
             */
            queues: string[];
            /**
             * @description `open`: nobody has decided, or the time until which it was ignored is over. `reopened`: it has come again after it was resolved
             * @example open
             * @enum {string}
             */
            state: "open" | "reopened" | "resolved" | "ignored";
            /**
             * @description Newest tasks of the group, newest first, at most ten
             * @example [
             *       "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e"
             *     ]
             */
            task_ids: string[];
            /**
             * @description Versions of the workers on which the tasks failed, in the order of the first failure. Without a history only those of workers that still run, or were lost within a day
             * @example [
             *       "1.4.1"
             *     ]
             */
            versions: string[];
        };
        ErrorRedriveDto: {
            /**
             * @description Failed tasks that only the history holds: they cannot run again, but `POST /tasks/{task_id}/replay` can submit them anew. Null without a history, and with a cursor
             * @example 0
             */
            archived: number | null;
            /** @example false */
            dry_run: boolean;
            /** @example [] */
            failed: components["schemas"]["DeadLetterFailureDto"][];
            /**
             * @description False if more tasks exist than a request examines: the numbers are then lower bounds
             * @example true
             */
            is_complete: boolean;
            /**
             * @description Failed tasks that can run again: all of them in a dry run, otherwise those of this response
             * @example 1
             */
            matched: number;
            /**
             * @description Null if all tasks were processed. Otherwise the group may have more: repeat the request with this value as `cursor`. Tasks that have failed again in the meantime are not processed twice
             * @example null
             */
            next_cursor: string | null;
            /**
             * @example [
             *       "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e"
             *     ]
             */
            succeeded: string[];
        };
        ErrorsDto: {
            /**
             * @description Length of the time for each of `counts`
             * @example 3600000
             */
            counts_step_ms: number;
            /**
             * Format: date-time
             * @description Begin of the counted period, which ends now
             * @example 2026-11-23T10:00:00.000Z
             */
            from: string;
            /**
             * @description False if there are more failures or groups than one request examines (the newest 10,000 in Redis, and 1,000 groups), or if the history did not answer. Counts and times then cover only those
             * @example true
             */
            is_complete: boolean;
            items: components["schemas"]["ErrorGroupDto"][];
            /**
             * @description Cursor of the next page; null on the last page
             * @example null
             */
            next_cursor: string | null;
            /**
             * @description `broker`: tasks whose retention in Redis is not over. `history`: these and all older ones
             * @example broker
             * @enum {string}
             */
            source: "broker" | "history";
        };
        EstimateBasisDto: {
            /**
             * @description Tasks per second that the queue gets through
             * @example 8.5
             */
            per_second: number;
            /**
             * @description Tasks of the queue that can run at once
             * @example 8
             */
            slots: number;
            /**
             * @description Tasks that start, or end, before this one
             * @example 40
             */
            tasks_ahead: number;
            /**
             * @description Period of that measurement
             * @example minute
             * @enum {string}
             */
            window: "minute" | "hour";
        };
        FetchBody: {
            /**
             * @description Accepted media types: sent as Accept; a response of another type is a final FAILURE
             * @example [
             *       "application/json",
             *       "text/*"
             *     ]
             */
            accept?: string[];
            /**
             * @description Maximum age of a cached response; default FETCH_CACHE_TTL_MS. 0 always contacts the origin, with the ETag and Last-Modified of the cached response
             * @example 60000
             */
            cache_ttl_ms?: number;
            /**
             * @description Time limit for DNS, TCP and TLS of one connection; at most FETCH_CONNECT_TIMEOUT_MS
             * @example 5000
             */
            connect_timeout_ms?: number;
            /**
             * @description Time limit for the response headers once the request is sent; at most FETCH_FIRST_BYTE_TIMEOUT_MS
             * @example 10000
             */
            first_byte_timeout_ms?: number;
            /**
             * @description Request headers, only from this list; upper case is accepted too. A redirect to another origin drops `referer`
             * @example {
             *       "accept-language": "de"
             *     }
             */
            headers?: {
                "accept-language"?: string;
                referer?: string;
                "user-agent"?: string;
            };
            /**
             * @description Size limit of the decompressed body; at most FETCH_MAX_BYTES. A larger body is a final FAILURE
             * @example 1048576
             */
            max_bytes?: number;
            /**
             * @description HEAD: the result has the status and headers but no body; default `GET`
             * @enum {string}
             */
            method?: "GET" | "HEAD";
            /**
             * @description Time limit of a whole attempt, redirects included; at most FETCH_TIMEOUT_MS
             * @example 20000
             */
            total_timeout_ms?: number;
            /**
             * Format: uri
             * @description An absolute http:// or https:// URL with a public address; in the body or in the query
             * @example https://example.com/data.json
             */
            url?: string;
        };
        FetchedDto: {
            /**
             * Format: uri-reference
             * @description Instead of `data` for a body over 256 KiB: the URL to read it from
             * @example /fetch/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e/body
             */
            body_url?: string;
            /**
             * @description Size of the decompressed body
             * @example 17
             */
            bytes: number;
            /**
             * @description Charset that the text in `data` was decoded from; null if it is not text
             * @example utf-8
             */
            charset: string | null;
            /** @example application/json */
            content_type: string | null;
            /**
             * @description The body: parsed JSON, text as a string, anything else in base64; null after HEAD
             * @example {
             *       "hello": "world"
             *     }
             */
            data?: unknown;
            /**
             * @description Encoding of the body in `data`; null if it is not there
             * @example json
             * @enum {string|null}
             */
            encoding: "json" | "text" | "base64" | null;
            /**
             * Format: uri
             * @description URL after redirects
             * @example https://example.com/data.json
             */
            final_url: string;
            /**
             * @description True if the body came from the cache and was not transferred
             * @example false
             */
            from_cache: boolean;
            /**
             * @description Response headers with lower-case names; never cookies
             * @example {
             *       "etag": "\"33a64df5\"",
             *       "last-modified": "Tue, 24 Nov 2026 08:00:00 GMT"
             *     }
             */
            headers: {
                [key: string]: string;
            };
            /**
             * @description True if the origin confirmed that the cached body is still valid
             * @example false
             */
            revalidated: boolean;
            /**
             * @description SHA-256 of the decompressed body in hex; null after HEAD
             * @example 93a23971a914e5eacbf0a8d25154cda309c3c1c72fbb9914d47c60f3cb681588
             */
            sha256: string | null;
            /**
             * @example complete
             * @enum {string}
             */
            status: "complete";
            /** @example 200 */
            status_code: number;
        };
        FetchPayload: {
            /**
             * @description Accepted media types: sent as Accept; a response of another type is a final FAILURE
             * @example [
             *       "application/json",
             *       "text/*"
             *     ]
             */
            accept?: string[];
            /**
             * @description Maximum age of a cached response; default FETCH_CACHE_TTL_MS. 0 always contacts the origin, with the ETag and Last-Modified of the cached response
             * @example 60000
             */
            cache_ttl_ms?: number;
            /**
             * @description Time limit for DNS, TCP and TLS of one connection; at most FETCH_CONNECT_TIMEOUT_MS
             * @example 5000
             */
            connect_timeout_ms?: number;
            /**
             * @description Time limit for the response headers once the request is sent; at most FETCH_FIRST_BYTE_TIMEOUT_MS
             * @example 10000
             */
            first_byte_timeout_ms?: number;
            /**
             * @description Request headers, only from this list; upper case is accepted too. A redirect to another origin drops `referer`
             * @example {
             *       "accept-language": "de"
             *     }
             */
            headers?: {
                "accept-language"?: string;
                referer?: string;
                "user-agent"?: string;
            };
            /**
             * @description Size limit of the decompressed body; at most FETCH_MAX_BYTES. A larger body is a final FAILURE
             * @example 1048576
             */
            max_bytes?: number;
            /**
             * @description HEAD: the result has the status and headers but no body; default `GET`
             * @enum {string}
             */
            method?: "GET" | "HEAD";
            /**
             * @description Time limit of a whole attempt, redirects included; at most FETCH_TIMEOUT_MS
             * @example 20000
             */
            total_timeout_ms?: number;
            /**
             * Format: uri
             * @description An absolute http:// or https:// URL with a public address
             * @example https://example.com/data.json
             */
            url: string;
        };
        FetchStoreTask: components["schemas"]["TaskDto"] & ({
            result: components["schemas"]["FetchedDto"];
            /** @enum {string} */
            status: "SUCCESS";
        } | {
            result: string;
            /** @enum {string} */
            status: "FAILURE";
        } | {
            result: null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "REVOKED";
        });
        FetchSubmittedDto: {
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id: string;
        };
        FleetReadyDto: {
            /**
             * @description Whether the stream continues after `Last-Event-ID`
             * @example false
             */
            resumed: boolean;
        };
        FleetResetDto: {
            /**
             * @description `cannot-resume`: `Last-Event-ID` is too old or comes from another process. `too-slow`: the client has not read in time. `changes-missed`: the connection to the broker was lost
             * @example cannot-resume
             * @enum {string}
             */
            reason: "cannot-resume" | "too-slow" | "changes-missed";
        };
        FleetSkippedDto: {
            /**
             * @description Changes skipped since the last such event
             * @example 312
             */
            skipped: number;
        };
        HealthDto: {
            /** @description All checks */
            details: {
                [key: string]: {
                    /**
                     * @example up
                     * @enum {string}
                     */
                    status: "up" | "degraded" | "down";
                } & {
                    [key: string]: unknown;
                };
            };
            /** @description Checks that are down */
            error: {
                [key: string]: {
                    /**
                     * @example up
                     * @enum {string}
                     */
                    status: "up" | "degraded" | "down";
                } & {
                    [key: string]: unknown;
                };
            };
            /** @description Checks that are not down */
            info: {
                [key: string]: {
                    /**
                     * @example up
                     * @enum {string}
                     */
                    status: "up" | "degraded" | "down";
                } & {
                    [key: string]: unknown;
                };
            };
            /**
             * @example ok
             * @enum {string}
             */
            status: "ok" | "degraded" | "error" | "shutting_down";
        };
        HelloDto: {
            /** @example Hello World */
            message: string;
        };
        HookDefinitionDto: {
            /** @description Without `retention_ms`, `webhook_url` and `deduplicate`, which do not apply to a task of a workflow */
            options?: components["schemas"]["SubmitOptionsDto"];
            /**
             * @description Defined by the schema of the task type. Any part of it may be a reference: `{"$result": "step", "path": "/pointer"}` to the result of a step, `{"$item": "/pointer"}` to the current item of `each`, and, in a hook, `{"$workflow": "/status"}` to the ended workflow (`workflow_id`, `status`, `results`, `errors`). `{"$literal": …}` stands for its content, in which nothing is a reference; default `{}`
             * @example {
             *       "n": {
             *         "$item": ""
             *       }
             *     }
             */
            payload?: {
                [key: string]: unknown;
            };
            /**
             * @description Name of the task
             * @example math.count-primes
             */
            task: string;
        };
        HookDto: {
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.009Z
             */
            finished_at: string | null;
            /**
             * @example tasks
             * @enum {string}
             */
            queue: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.004Z
             */
            started_at: string | null;
            /**
             * @example SUCCESS
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * @description Name of its task
             * @example math.count-primes
             */
            task: string;
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4f
             */
            task_id: string;
        };
        IgnoreErrorDto: {
            /**
             * @description Shown with the group, and kept in the audit log
             * @example fixed in 1.4.2
             */
            note?: string;
            /**
             * Format: date-time
             * @description The group is open again from this time on; in the future. Default: it stays ignored
             * @example 2030-01-01T00:00:00.000Z
             */
            until?: string;
        };
        ItemDto: {
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.009Z
             */
            finished_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.004Z
             */
            started_at: string | null;
            /**
             * @example PENDING
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4f
             */
            task_id: string;
        };
        ItemsDto: {
            /**
             * @description Number of items that have ended
             * @example 2
             */
            ended: number;
            /** @description Only with `?items=true`: the items, in order */
            tasks?: components["schemas"]["ItemDto"][];
            /** @example 2 */
            total: number;
        };
        LookedDto: {
            /**
             * @description False if the page ended before it was full, or lacks tasks of a source that did not answer. Continue with `next_cursor`, if there is one
             * @example true
             */
            complete: boolean;
            /**
             * @description Number of tasks examined in the broker
             * @example 75
             */
            looked_at: number;
            /**
             * @description The source that did not answer: the page is from the other one alone. Null if both answered
             * @example null
             * @enum {string|null}
             */
            missing: "history" | "broker" | null;
            /**
             * Format: date-time
             * @description Only for an incomplete page: tasks up to this time were examined, in the order of the list. Else null
             * @example null
             */
            until: string | null;
        };
        LoopDelayDto: {
            /** @example 0.3 */
            p50: number;
            /** @example 4.1 */
            p99: number;
        };
        MathCountPrimesTask: components["schemas"]["TaskDto"] & ({
            result: number;
            /** @enum {string} */
            status: "SUCCESS";
        } | {
            result: string;
            /** @enum {string} */
            status: "FAILURE";
        } | {
            result: null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "REVOKED";
        });
        MathDivideTask: components["schemas"]["TaskDto"] & ({
            result: number;
            /** @enum {string} */
            status: "SUCCESS";
        } | {
            result: string;
            /** @enum {string} */
            status: "FAILURE";
        } | {
            result: null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "REVOKED";
        });
        MissingWorkerDto: {
            /** @example worker-2 */
            name: string;
            /**
             * @example lost
             * @enum {string}
             */
            state: "online" | "draining" | "lost";
            /**
             * Format: uuid
             * @example 6f0c2f0e-8a41-4b7e-9d0c-52a1c4f0f3aa
             */
            worker_id: string;
        };
        NewTask: components["schemas"]["TaskDto"] & {
            result: null;
        };
        NotificationBatchDto: {
            /**
             * @description 1 to 1000 notifications that create at most 1000 tasks in total
             * @example [
             *       {
             *         "channel": "email",
             *         "to": "ada@example.com",
             *         "subject": "Hello",
             *         "text": "How are you, Ada?"
             *       },
             *       {
             *         "channel": "email",
             *         "to": "grace@example.com",
             *         "subject": "Hello",
             *         "text": "How are you, Grace?"
             *       }
             *     ]
             */
            notifications: (components["schemas"]["EmailNotificationDto"] | components["schemas"]["WebhookNotificationDto"])[];
        };
        NotificationOutcomeDto: {
            problem?: components["schemas"]["Problem"];
            /**
             * @description One task per recipient
             * @example [
             *       "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e"
             *     ]
             */
            task_ids?: string[];
        };
        NotificationOutcomesDto: {
            /** @description In the order of the notifications in the request */
            items: components["schemas"]["NotificationOutcomeDto"][];
        };
        NotificationsDeliverWebhookTask: components["schemas"]["TaskDto"] & ({
            result: components["schemas"]["DeliveredWebhookDto"];
            /** @enum {string} */
            status: "SUCCESS";
        } | {
            result: string;
            /** @enum {string} */
            status: "FAILURE";
        } | {
            result: null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "REVOKED";
        });
        NotificationsSendEmailTask: components["schemas"]["TaskDto"] & ({
            result: components["schemas"]["SentEmailDto"];
            /** @enum {string} */
            status: "SUCCESS";
        } | {
            result: string;
            /** @enum {string} */
            status: "FAILURE";
        } | {
            result: null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "REVOKED";
        });
        NotificationTasksDto: {
            /** @description One task per recipient, in the order of the request */
            items: components["schemas"]["TaskDto"][];
        };
        NotifiedDto: {
            /** @example Notification queued */
            message: string;
        };
        OneErrorDto: {
            /**
             * @description Number of failed tasks in the counted period
             * @example 42
             */
            count: number;
            /**
             * @description The same for each 24th of the counted period, oldest first
             * @example [
             *       0,
             *       0,
             *       40,
             *       2
             *     ]
             */
            counts: number[];
            /**
             * @description Length of the time for each of `counts`
             * @example 3600000
             */
            counts_step_ms: number;
            /**
             * @description The last decision about the group; null if there is none
             * @example null
             */
            decision: components["schemas"]["ErrorDecisionDto"] | null;
            /** @example FetchError */
            error_type: string;
            /**
             * @description Identifies the group: the same for the same task type, error type and message pattern
             * @example 5d41402abc4b2a76
             */
            fingerprint: string;
            /**
             * Format: date-time
             * @description Time at which the first known task of the group failed, also before the counted period
             * @example 2026-11-24T08:00:00.009Z
             */
            first_seen_at: string;
            /**
             * Format: date-time
             * @description Begin of the counted period, which ends now
             * @example 2026-11-23T10:00:00.000Z
             */
            from: string;
            /**
             * @description False if there are more failures or groups than one request examines (the newest 10,000 in Redis, and 1,000 groups), or if the history did not answer. Counts and times then cover only those
             * @example true
             */
            is_complete: boolean;
            /**
             * Format: date-time
             * @example 2026-11-24T09:30:00.000Z
             */
            last_seen_at: string;
            /**
             * @description Error message with its values replaced by placeholders, shortened to 300 characters
             * @example connect ECONNREFUSED <address>
             */
            message_pattern: string;
            /**
             * @description Name of the task type
             * @example fetch.store
             */
            name: string;
            /**
             * @description Queues of the tasks
             * @example [
             *       "fetch"
             *     ]
             */
            queues: string[];
            /**
             * @description `broker`: tasks whose retention in Redis is not over. `history`: these and all older ones
             * @example broker
             * @enum {string}
             */
            source: "broker" | "history";
            /**
             * @description `open`: nobody has decided, or the time until which it was ignored is over. `reopened`: it has come again after it was resolved
             * @example open
             * @enum {string}
             */
            state: "open" | "reopened" | "resolved" | "ignored";
            /**
             * @description Newest tasks of the group, newest first, at most ten
             * @example [
             *       "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e"
             *     ]
             */
            task_ids: string[];
            /**
             * @description Versions of the workers on which the tasks failed, in the order of the first failure. Without a history only those of workers that still run, or were lost within a day
             * @example [
             *       "1.4.1"
             *     ]
             */
            versions: string[];
        };
        PastRevocationDto: {
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.000Z
             */
            at: string;
            /**
             * @description Reason for the revocation
             * @example wrong text
             */
            reason: string;
            /**
             * Format: date-time
             * @example 2026-11-24T09:00:00.000Z
             */
            retried_at: string;
        };
        PauseRequestDto: {
            /**
             * @description Shown with the schedule, and kept in the audit log
             * @example until the database is moved
             */
            note?: string;
        };
        PreviewDto: {
            /** @description Soonest first; jitter is not included */
            items: components["schemas"]["PreviewedTickDto"][];
        };
        PreviewedTickDto: {
            /**
             * Format: date-time
             * @example 2027-03-28T01:00:00.000Z
             */
            at: string;
            /**
             * @description `gap`: a change of the clocks skips its time, so it is right after. `overlap`: the clocks show its time twice
             * @example gap
             * @enum {string|null}
             */
            clock_change: "gap" | "overlap" | null;
            /**
             * @description The same time in the zone of the schedule
             * @example 2027-03-28T03:00:00+02:00
             */
            local: string;
        };
        PreviewRequestDto: {
            /**
             * Format: date-time
             * @description Show the ticks after this time. Default: now
             * @example 2027-03-27T12:00:00.000Z
             */
            after?: string;
            /**
             * @description Number of ticks; default `10`
             * @example 10
             */
            count?: number;
            /**
             * @description Cron expression of 5 or 6 fields (seconds first), with names, `L`, `W` and `#`. As in every cron, a day of the month and a day of the week together mean either. Exactly one of `cron` and `every_ms` is required
             * @example 0 3 * * *
             */
            cron?: string | null;
            /**
             * Format: date-time
             * @description No tick is later
             * @example null
             */
            end_at?: string | null;
            /**
             * @description Interval in ms, counted from `start_at`, or from 1970, so that ticks fall on round times
             * @example null
             */
            every_ms?: number | null;
            /**
             * Format: date-time
             * @description No tick is earlier
             * @example null
             */
            start_at?: string | null;
            /**
             * @description IANA time zone of `cron`. A time that a change of the clocks skips runs once, right after it; one that is repeated runs once; hourly rules run every real hour; default `UTC`
             * @example Europe/Berlin
             */
            tz?: string;
        };
        Problem: {
            /**
             * @example validation
             * @enum {string}
             */
            code: "malformed" | "unauthenticated" | "forbidden" | "not-found" | "task-not-found" | "task-type-not-found" | "read-only" | "request-timeout" | "queue-not-found" | "worker-not-found" | "bulk-action-not-found" | "schedule-not-found" | "error-not-found" | "workflow-not-found" | "view-not-found" | "no-fetched-body" | "state-conflict" | "schedule-conflict" | "idempotency-in-flight" | "payload-too-large" | "uri-too-long" | "unsupported-media-type" | "range-not-satisfiable" | "validation" | "idempotency-mismatch" | "rate-limited" | "queue-full" | "queue-closed" | "headers-too-large" | "not-implemented" | "internal" | "broker-unavailable" | "broker-corrupt" | "history-unavailable" | "body-unavailable" | "audit-unavailable";
            /** @example 1 field is invalid */
            detail: string;
            errors?: components["schemas"]["ProblemField"][];
            /**
             * @description Path of the request
             * @example /tasks/math.divide
             */
            instance: string;
            /** @example 422 */
            status: number;
            /** @example Invalid request */
            title: string;
            /**
             * @description ID of the request's trace, if traces are recorded
             * @example 4bf92f3577b34da6a3ce929d0e0e4736
             */
            trace_id?: string;
            /**
             * @description Identifies the kind of problem
             * @example urn:celeriac:problem:validation
             */
            type: string;
        };
        ProblemField: {
            /**
             * @description Column of a mistake in a query, from 1
             * @example 8
             */
            column?: number;
            /**
             * @description Its length; 0 where something is missing
             * @example 4
             */
            length?: number;
            /** @example x must be a whole number within ±9007199254740991, got "1e3" */
            message: string;
            /**
             * @description Name of the query or path parameter
             * @example x
             */
            parameter?: string;
            /**
             * @description JSON pointer into the body
             * @example /payload/x
             */
            pointer?: string;
            /**
             * @description What may have been meant instead, the most likely first
             * @example [
             *       "status"
             *     ]
             */
            suggestions?: string[];
        };
        QueueCountsDto: {
            /**
             * @description Tasks waiting for their time or for their next attempt
             * @example 3
             */
            delayed: number;
            /**
             * @description Tasks with status FAILURE, kept until their retention ends
             * @example 7
             */
            failed: number;
            /**
             * @description Kept until their retention ends
             * @example 2
             */
            revoked: number;
            /** @example 8 */
            started: number;
            /**
             * @description Kept until their retention ends
             * @example 4200
             */
            succeeded: number;
            /**
             * @description Tasks that can start now
             * @example 12
             */
            waiting: number;
            /**
             * @description Tasks waiting for other tasks of a workflow; no worker could start them now
             * @example 0
             */
            waiting_for_steps: number;
        };
        QueueDto: {
            /**
             * @description False if the queue is closed; submits then fail with 503 `queue-closed`
             * @example true
             */
            accepting: boolean;
            /**
             * @description Estimated seconds for the current workers to clear the backlog, from the mean run time of the last minute, else of the last hour, else 1 s
             * @example 1.5
             */
            backlog_seconds: number;
            /**
             * @description Time, key and reason of the closing; null if the queue is open
             * @example null
             */
            closed: components["schemas"]["QueueHoldDto"] | null;
            /**
             * @description Workers that consume the queue
             * @example 2
             */
            consumers: number;
            counts: components["schemas"]["QueueCountsDto"];
            last_hour: components["schemas"]["QueueWindowDto"];
            last_minute: components["schemas"]["QueueWindowDto"];
            limits: components["schemas"]["QueueLimitsDto"];
            /**
             * @description Run time of the longest-running task in ms, as of the last heartbeat; null if none
             * @example 480
             */
            longest_running_ms: number | null;
            /**
             * @example tasks
             * @enum {string}
             */
            name: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
            /**
             * @description Age of the oldest runnable task in ms; null if none
             * @example 1200
             */
            oldest_waiting_ms: number | null;
            /**
             * @description Time, key and reason of the pause; null if the queue is not paused or this is not known
             * @example null
             */
            pause: components["schemas"]["QueueHoldDto"] | null;
            /**
             * @description True while no worker starts tasks of this queue
             * @example false
             */
            paused: boolean;
            /**
             * @description Tasks that are not final; 0 once the queue is empty
             * @example 23
             */
            remaining: number;
            /**
             * @description Tasks that these workers can run at once
             * @example 16
             */
            slots: number;
        };
        QueueHoldDto: {
            /**
             * @description Name of the API key; `anonymous` if no keys are configured
             * @example ops
             */
            by: string;
            /** @example deploy */
            reason: string | null;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.000Z
             */
            since: string;
        };
        QueueLimitsChangeDto: {
            /**
             * @description Maximum number of tasks running at once across all workers; null removes the limit
             * @example 20
             */
            concurrency?: number | null;
            /** @description Maximum number of starts across all workers; null removes the limit */
            rate?: components["schemas"]["QueueRateDto"] | null;
        };
        QueueLimitsDto: {
            /**
             * @description Maximum number of tasks running at once across all workers
             * @example null
             */
            concurrency: number | null;
            /**
             * @description Maximum number of starts across all workers
             * @example null
             */
            rate: components["schemas"]["QueueRateDto"] | null;
        };
        QueueRateDto: {
            /** @example 1000 */
            duration_ms: number;
            /** @example 100 */
            max: number;
        };
        QueuesDto: {
            items: components["schemas"]["QueueDto"][];
        };
        QueueWindowDto: {
            /**
             * @description Attempts that failed without a retry
             * @example 1
             */
            failed: number;
            /**
             * @description Finished attempts
             * @example 10.05
             */
            per_second: number;
            /**
             * @description Attempts that failed and are retried
             * @example 2
             */
            retried: number;
            /** @description Run time of attempts */
            run_ms: components["schemas"]["RunTimesDto"];
            /**
             * @description Successful attempts
             * @example 600
             */
            succeeded: number;
            /** @description Time tasks waited for their first attempt */
            wait_ms: components["schemas"]["WaitTimesDto"];
        };
        ReasonDto: {
            /**
             * @description Kept in the audit log, and as `revoke_reason` of the revoked tasks
             * @example the supplier is gone
             */
            reason?: string;
        };
        RedriveErrorDto: {
            /**
             * @description `next_cursor` of the previous response, to continue with the group
             * @example 1795507200009.01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            cursor?: string;
            /**
             * @description `true`: only count the tasks; change nothing; default `false`
             * @example true
             */
            dry_run?: boolean;
        };
        ReplayDto: {
            options?: components["schemas"]["SubmitOptionsDto"];
            /**
             * @description Defined by the schema of the task type
             * @example {
             *       "x": 10,
             *       "y": 4
             *     }
             */
            payload?: {
                [key: string]: unknown;
            };
        };
        ResolveErrorDto: {
            /**
             * @description Shown with the group, and kept in the audit log
             * @example fixed in 1.4.2
             */
            note?: string;
        };
        ResultDto: {
            /**
             * @description Only from the history: the retention of the task is over, and the broker has forgotten it
             * @enum {boolean}
             */
            archived?: true;
            /**
             * @description Null until the task is final; the error message for FAILURE
             * @example 5
             */
            result: unknown;
            /**
             * @example SUCCESS
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
        };
        RunTimesDto: {
            /** @example 110 */
            mean: number | null;
            /** @example 92 */
            p50: number | null;
            /** @example 480 */
            p95: number | null;
        };
        ScheduleChangeDto: {
            /**
             * @description Which ticks are made up for that were more than 10 s late, because no worker or no broker was there: none, only the last, or all (at most 100); default `last`
             * @example last
             * @enum {string}
             */
            catch_up?: "none" | "last" | "all";
            /**
             * @description How far back `catch_up: all` goes, in ms; default `86400000`
             * @example 86400000
             */
            catch_up_window_ms?: number;
            /**
             * @description Cron expression of 5 or 6 fields (seconds first), with names, `L`, `W` and `#`. As in every cron, a day of the month and a day of the week together mean either. Exactly one of `cron` and `every_ms` is required
             * @example 0 3 * * *
             */
            cron?: string | null;
            /**
             * Format: date-time
             * @description No tick is later
             * @example null
             */
            end_at?: string | null;
            /**
             * @description Interval in ms, counted from `start_at`, or from 1970, so that ticks fall on round times
             * @example null
             */
            every_ms?: number | null;
            /**
             * @description Each tick is submitted up to this much later, in ms; the same for one tick in every process; default `0`
             * @example 0
             */
            jitter_ms?: number;
            /**
             * @description For people
             * @example Sent to the board at 8
             */
            note?: string | null;
            /** @description Options of each submit of the task */
            options?: components["schemas"]["ScheduledOptionsDto"];
            /**
             * @description What happens at a tick while the task or workflow of an earlier one has not ended. `skip`: nothing. `queue`: the tick waits for its end; at most one waits. `cancel-previous`: it is cancelled. `allow`: both run; default `skip`
             * @example skip
             * @enum {string}
             */
            overlap?: "skip" | "queue" | "cancel-previous" | "allow";
            /**
             * @description Defined by the schema of the task type
             * @example {}
             */
            payload?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description No tick is earlier
             * @example null
             */
            start_at?: string | null;
            /**
             * @description Name of the task type. Exactly one of `task` and `workflow` is required
             * @example reports.nightly
             */
            task?: string;
            /**
             * @description IANA time zone of `cron`. A time that a change of the clocks skips runs once, right after it; one that is repeated runs once; hourly rules run every real hour; default `UTC`
             * @example Europe/Berlin
             */
            tz?: string;
            /** @description A workflow to start at each tick, instead of `task`, `payload` and `options`. The whole is checked when the schedule is stored. It may have as many bytes as the payload of a task */
            workflow?: components["schemas"]["WorkflowDefinitionDto"] | null;
        };
        ScheduledOptionsDto: {
            /**
             * @description Maximum number of executions
             * @example 3
             */
            attempts?: number;
            /** @description Wait before each further attempt */
            backoff?: components["schemas"]["BackoffDto"];
            /**
             * @example high
             * @enum {string}
             */
            priority?: "low" | "normal" | "high" | "critical";
            /**
             * @description Time the result stays readable after the task has finished
             * @example 86400000
             */
            retention_ms?: number;
            /**
             * @description Labels to find the task by
             * @example [
             *       "customer-7"
             *     ]
             */
            tags?: string[];
            /**
             * @description Time limit of one attempt
             * @example 30000
             */
            timeout_ms?: number;
            /**
             * Format: uri
             * @description Receives the final task, however it ends, as a signed webhook `task.succeeded`, `task.failed` or `task.revoked`. Must be a public http or https URL; needs WEBHOOK_SECRETS
             * @example https://example.com/hooks/reports
             */
            webhook_url?: string;
        };
        ScheduleDto: {
            /**
             * @example last
             * @enum {string}
             */
            catch_up: "none" | "last" | "all";
            /** @example 86400000 */
            catch_up_window_ms: number;
            /**
             * Format: date-time
             * @example 2026-11-01T10:00:00.000Z
             */
            changed_at: string;
            /**
             * @description Name of the API key; `code` for one as its task type declares it
             * @example ops
             */
            changed_by: string;
            /**
             * Format: date-time
             * @example 2026-11-01T10:00:00.000Z
             */
            created_at: string;
            /** @example 0 3 * * * */
            cron: string | null;
            /**
             * Format: date-time
             * @example null
             */
            end_at: string | null;
            /** @example null */
            every_ms: number | null;
            /** @example 0 */
            jitter_ms: number;
            /**
             * Format: date-time
             * @description The newest tick that was submitted, skipped or missed
             * @example 2026-11-24T02:00:00.000Z
             */
            last_tick_at: string | null;
            /**
             * @description Ticks that were missed since it was created
             * @example 0
             */
            missed: number;
            /**
             * Format: date-time
             * @description Null while it is paused, and if no tick is left
             * @example 2026-11-25T02:00:00.000Z
             */
            next_tick_at: string | null;
            /** @example Sent to the board at 8 */
            note: string | null;
            /** @description Options of each submit that differ from those of the task type */
            options: components["schemas"]["ShownOptionsDto"];
            /**
             * @example skip
             * @enum {string}
             */
            overlap: "skip" | "queue" | "cancel-previous" | "allow";
            /** @example null */
            pause: components["schemas"]["SchedulePauseDto"] | null;
            /**
             * @description Shown to admins only, without secret fields; else null
             * @example {}
             */
            payload: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: date-time
             * @description The tick that waits until the task or workflow of an earlier one has ended
             * @example null
             */
            queued_tick_at: string | null;
            /** @example nightly-report */
            schedule_id: string;
            /**
             * @description `code`: as its task type declares it. `api`: created or changed by a request
             * @example api
             * @enum {string}
             */
            source: "code" | "api";
            /**
             * Format: date-time
             * @example null
             */
            start_at: string | null;
            /**
             * @description `ended`: no tick is left
             * @example active
             * @enum {string}
             */
            state: "active" | "paused" | "ended";
            /**
             * @description Null if it starts a workflow
             * @example reports.nightly
             */
            task: string | null;
            /** @example Europe/Berlin */
            tz: string;
            /**
             * @description The workflow that it starts, as in POST /workflows but for `webhook_url`; null if it submits a task. Only admins see `payload` and `each` of its steps, without secret fields
             * @example null
             */
            workflow: {
                [key: string]: unknown;
            } | null;
        };
        SchedulePageDto: {
            /** @description Sorted by ID */
            items: components["schemas"]["ScheduleDto"][];
            /**
             * @description Cursor of the next page; null on the last page. With a filter, a page may have fewer than `limit` items and still be followed by another: a search stops after a quarter of a second
             * @example null
             */
            next_cursor: string | null;
        };
        SchedulePauseDto: {
            /**
             * @description Name of the API key; `anonymous` if no keys are configured; `celeriac` if the schedule cannot go on
             * @example ops
             */
            by: string;
            /** @example until the database is moved */
            note: string | null;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.000Z
             */
            since: string;
        };
        ScheduleRequestDto: {
            /**
             * @description Which ticks are made up for that were more than 10 s late, because no worker or no broker was there: none, only the last, or all (at most 100); default `last`
             * @example last
             * @enum {string}
             */
            catch_up?: "none" | "last" | "all";
            /**
             * @description How far back `catch_up: all` goes, in ms; default `86400000`
             * @example 86400000
             */
            catch_up_window_ms?: number;
            /**
             * @description Cron expression of 5 or 6 fields (seconds first), with names, `L`, `W` and `#`. As in every cron, a day of the month and a day of the week together mean either. Exactly one of `cron` and `every_ms` is required
             * @example 0 3 * * *
             */
            cron?: string | null;
            /**
             * Format: date-time
             * @description No tick is later
             * @example null
             */
            end_at?: string | null;
            /**
             * @description Interval in ms, counted from `start_at`, or from 1970, so that ticks fall on round times
             * @example null
             */
            every_ms?: number | null;
            /**
             * @description Each tick is submitted up to this much later, in ms; the same for one tick in every process; default `0`
             * @example 0
             */
            jitter_ms?: number;
            /**
             * @description For people
             * @example Sent to the board at 8
             */
            note?: string | null;
            /** @description Options of each submit of the task */
            options?: components["schemas"]["ScheduledOptionsDto"];
            /**
             * @description What happens at a tick while the task or workflow of an earlier one has not ended. `skip`: nothing. `queue`: the tick waits for its end; at most one waits. `cancel-previous`: it is cancelled. `allow`: both run; default `skip`
             * @example skip
             * @enum {string}
             */
            overlap?: "skip" | "queue" | "cancel-previous" | "allow";
            /**
             * @description Defined by the schema of the task type; default `{}`
             * @example {}
             */
            payload?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description No tick is earlier
             * @example null
             */
            start_at?: string | null;
            /**
             * @description Name of the task type. Exactly one of `task` and `workflow` is required
             * @example reports.nightly
             */
            task?: string;
            /**
             * @description IANA time zone of `cron`. A time that a change of the clocks skips runs once, right after it; one that is repeated runs once; hourly rules run every real hour; default `UTC`
             * @example Europe/Berlin
             */
            tz?: string;
            /** @description A workflow to start at each tick, instead of `task`, `payload` and `options`. The whole is checked when the schedule is stored. It may have as many bytes as the payload of a task */
            workflow?: components["schemas"]["WorkflowDefinitionDto"] | null;
        };
        ScheduleRunDto: {
            /**
             * @example PENDING
             * @enum {string}
             */
            status: "PENDING";
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id: string | null;
            /**
             * Format: uuid
             * @description Instead of `task_id`, if the schedule starts a workflow
             * @example null
             */
            workflow_id: string | null;
        };
        SendEmailPayload: {
            /** @description At most MAX_ATTACHMENT_BYTES in total */
            attachments?: components["schemas"]["AttachmentDto"][];
            /** @example <p>You find it where you left it.</p> */
            html?: string;
            /**
             * Format: uri
             * @description https:// (one-click unsubscribe by POST, RFC 8058) or mailto: (RFC 2369); Gmail and Yahoo require it from bulk senders
             * @example https://example.com/unsubscribe?id=7
             */
            list_unsubscribe?: string;
            /**
             * Format: email
             * @description Reply-To address; ASCII only before the @
             * @example support@example.com
             */
            reply_to?: string;
            /** @example Your report is ready */
            subject: string;
            /**
             * @description Generated from `html` if left out; `text` or `html` is required
             * @example You find it where you left it.
             */
            text?: string;
            /**
             * Format: email
             * @example ada@example.com
             */
            to: string;
        };
        SentEmailDto: {
            /**
             * @description `smtp`, or the path of the .eml file relative to DATA_DIR
             * @example smtp
             */
            delivered_to: string;
            /** @example <01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e@example.com> */
            message_id: string;
        };
        ShownOptionsDto: {
            /**
             * @description Maximum number of executions
             * @example 3
             */
            attempts?: number;
            /** @description Wait before each further attempt */
            backoff?: components["schemas"]["BackoffDto"];
            /**
             * @example high
             * @enum {string}
             */
            priority?: "low" | "normal" | "high" | "critical";
            /**
             * @description Time the result stays readable after the task has finished
             * @example 86400000
             */
            retention_ms?: number;
            /**
             * @description Labels to find the task by
             * @example [
             *       "customer-7"
             *     ]
             */
            tags?: string[];
            /**
             * @description Time limit of one attempt
             * @example 30000
             */
            timeout_ms?: number;
        };
        StartedWorkflowDto: {
            /**
             * @description The tasks of `on_success`, `on_failure` and `on_end`
             * @example {}
             */
            hooks: {
                [key: string]: components["schemas"]["StepTaskDto"];
            };
            /**
             * @example PENDING
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * @description The tasks of the steps by name
             * @example {
             *       "counts": {
             *         "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4f",
             *         "status": "PENDING"
             *       },
             *       "ratio": {
             *         "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d50",
             *         "status": "PENDING"
             *       }
             *     }
             */
            steps: {
                [key: string]: components["schemas"]["StepTaskDto"];
            };
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            workflow_id: string;
        };
        StartEstimateDto: {
            basis: components["schemas"]["EstimateBasisDto"];
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:04.700Z
             */
            start_at: string;
        };
        StatsDto: {
            /**
             * @example queue
             * @enum {string}
             */
            by: "queue" | "name" | "worker";
            /**
             * Format: date-time
             * @description Begin of the first bucket. Buckets begin at multiples of `step_ms` since 1970, in UTC
             * @example 2026-11-24T08:00:00.000Z
             */
            from: string;
            /**
             * @description Number of newest buckets that are incomplete: their values can still change. More than one while the history is behind
             * @example 1
             */
            incomplete_buckets: number;
            /**
             * @example throughput
             * @enum {string}
             */
            metric: "throughput" | "failures" | "wait" | "run" | "backlog";
            /** @description At most 20, those with the most tasks first, and one for all others */
            series: components["schemas"]["StatsSeriesDto"][];
            /**
             * @description `broker`: counters by minute, at the time when a worker reported them. `history`: tasks by the time of their end, with the last attempt only
             * @example broker
             * @enum {string}
             */
            source: "broker" | "history";
            /** @example 60000 */
            step_ms: number;
            /**
             * Format: date-time
             * @description End of the last bucket, which is not over yet
             * @example 2026-11-24T08:03:00.000Z
             */
            to: string;
        };
        StatsSeriesDto: {
            /**
             * @description The queue, task type or worker; null for all others together, which is the last series
             * @example tasks
             */
            key: string | null;
            /**
             * @description Only for `backlog`: the longest time for which a task could have been started, in ms
             * @example [
             *       900,
             *       null,
             *       0
             *     ]
             */
            oldest_ms?: (number | null)[];
            /**
             * @description Only for `wait` and `run`, within a factor of two: half of the durations are not longer. In ms
             * @example [
             *       110,
             *       null,
             *       95
             *     ]
             */
            p50_ms?: (number | null)[];
            /**
             * @description Only for `wait` and `run`, within a factor of two: 95 % of the durations are not longer. In ms
             * @example [
             *       480,
             *       null,
             *       500
             *     ]
             */
            p95_ms?: (number | null)[];
            /**
             * @description Number of tasks, or of measured durations: 0 where there was none. For `backlog` the highest number in the bucket, and null where it was not measured
             * @example [
             *       12,
             *       0,
             *       7
             *     ]
             */
            values: (number | null)[];
        };
        StepDefinitionDto: {
            /**
             * @description Steps that must end first. Steps to whose results the payload refers are added by themselves
             * @example [
             *       "counts"
             *     ]
             */
            after?: string[];
            /**
             * @description A list, or a `$result` that is one: the task runs once for each item, and the result of the step is the list of results, in order. At most 10000 items
             * @example [
             *       1000,
             *       1000000
             *     ]
             */
            each?: unknown[] | {
                [key: string]: unknown;
            };
            /**
             * @description What happens if the step fails for good. `fail`: the workflow fails, and what has not started is REVOKED. `continue`: the steps after it run, and find `{"$error": {"type", "message"}}` in place of its result. `skip`: the steps after it are skipped, and the rest goes on; default `fail`
             * @enum {string}
             */
            if_failed?: "fail" | "continue" | "skip";
            /** @description Without `retention_ms`, `webhook_url` and `deduplicate`, which do not apply to a task of a workflow */
            options?: components["schemas"]["SubmitOptionsDto"];
            /**
             * @description Defined by the schema of the task type. Any part of it may be a reference: `{"$result": "step", "path": "/pointer"}` to the result of a step, `{"$item": "/pointer"}` to the current item of `each`, and, in a hook, `{"$workflow": "/status"}` to the ended workflow (`workflow_id`, `status`, `results`, `errors`). `{"$literal": …}` stands for its content, in which nothing is a reference; default `{}`
             * @example {
             *       "n": {
             *         "$item": ""
             *       }
             *     }
             */
            payload?: {
                [key: string]: unknown;
            };
            /**
             * @description Name of the task
             * @example math.count-primes
             */
            task: string;
        };
        StepDto: {
            /**
             * @description The steps that must end first, from `after` and from references
             * @example []
             */
            after: string[];
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.009Z
             */
            finished_at: string | null;
            /**
             * @example fail
             * @enum {string}
             */
            if_failed: "fail" | "continue" | "skip";
            /**
             * @description Only of a step with `each`, once its list is known
             * @example {
             *       "total": 2,
             *       "ended": 2
             *     }
             */
            items: components["schemas"]["ItemsDto"] | null;
            /**
             * @example tasks
             * @enum {string}
             */
            queue: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
            /**
             * @description True if it is REVOKED because a step before it failed with `if_failed: "skip"`
             * @example false
             */
            skipped: boolean;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.004Z
             */
            started_at: string | null;
            /**
             * @example SUCCESS
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * @description Name of its task
             * @example math.count-primes
             */
            task: string;
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4f
             */
            task_id: string;
        };
        StepEventDto: {
            /**
             * @description The steps that must end first, from `after` and from references
             * @example []
             */
            after: string[];
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.009Z
             */
            finished_at: string | null;
            /**
             * @example fail
             * @enum {string}
             */
            if_failed: "fail" | "continue" | "skip";
            /**
             * @description Only of a step with `each`, once its list is known
             * @example {
             *       "total": 2,
             *       "ended": 2
             *     }
             */
            items: components["schemas"]["ItemsDto"] | null;
            /**
             * @description Name of the step
             * @example counts
             */
            name: string;
            /**
             * @example tasks
             * @enum {string}
             */
            queue: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
            /**
             * @description True if it is REVOKED because a step before it failed with `if_failed: "skip"`
             * @example false
             */
            skipped: boolean;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.004Z
             */
            started_at: string | null;
            /**
             * @example SUCCESS
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * @description Name of its task
             * @example math.count-primes
             */
            task: string;
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4f
             */
            task_id: string;
        };
        StepTaskDto: {
            /**
             * @example PENDING
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4f
             */
            task_id: string;
        };
        SubmitOptionsDto: {
            /**
             * @description Maximum number of executions
             * @example 3
             */
            attempts?: number;
            /** @description Wait before each further attempt */
            backoff?: components["schemas"]["BackoffDto"];
            /** @description If an equal task exists, it is returned instead */
            deduplicate?: components["schemas"]["DeduplicateDto"];
            /**
             * @description Delay before the task may start, in ms; not together with `run_at`
             * @example 5000
             */
            delay_ms?: number;
            /**
             * Format: date-time
             * @description Latest start: a task not started by then is REVOKED with `revoke_reason` `expired`
             * @example 2026-11-24T09:00:00.000Z
             */
            expires_at?: string;
            /**
             * @example high
             * @enum {string}
             */
            priority?: "low" | "normal" | "high" | "critical";
            /**
             * @description Time the result stays readable after the task has finished
             * @example 86400000
             */
            retention_ms?: number;
            /**
             * Format: date-time
             * @description Earliest start (RFC 3339); a time in the past means now
             * @example 2026-11-24T08:00:00.000Z
             */
            run_at?: string;
            /**
             * @description Labels to find the task by
             * @example [
             *       "customer-7"
             *     ]
             */
            tags?: string[];
            /**
             * @description Time limit of one attempt
             * @example 30000
             */
            timeout_ms?: number;
            /**
             * Format: uri
             * @description Receives the final task, however it ends, as a signed webhook `task.succeeded`, `task.failed` or `task.revoked`. Must be a public http or https URL; needs WEBHOOK_SECRETS
             * @example https://example.com/hooks/reports
             */
            webhook_url?: string;
        };
        SubmittedDto: {
            /**
             * @example PENDING
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id: string;
        };
        SuggestionDto: {
            /** @example null */
            description: string | null;
            /**
             * @example value
             * @enum {string}
             */
            kind: "field" | "path" | "value";
            /**
             * @description The text to insert, with quotes where it needs them. A field or a path ends with a colon or a dot
             * @example FAILURE
             */
            text: string;
        };
        SuggestionsDto: {
            /**
             * @description Start of the text that a suggestion replaces, from 0
             * @example 7
             */
            from: number;
            /** @description The most likely first; at most 20 */
            items: components["schemas"]["SuggestionDto"][];
            /**
             * @description Its end, exclusive
             * @example 10
             */
            to: number;
        };
        TaskBackoffDto: {
            /**
             * @description Wait after the first failure
             * @example 1000
             */
            delay_ms: number;
            /**
             * @description Share of each wait that is random
             * @example 0.5
             */
            jitter: number;
            /**
             * @description Upper limit of each wait
             * @example 60000
             */
            max_ms: number;
            /**
             * @example exponential
             * @enum {string}
             */
            type: "fixed" | "exponential";
        };
        TaskChangeDto: {
            /**
             * @description Number of the current or last attempt; 0 before the first
             * @example 1
             */
            attempt: number;
            /**
             * Format: date-time
             * @description Time at which the running task was asked to stop
             * @example null
             */
            cancel_requested_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.000Z
             */
            created_at: string;
            /**
             * @description Error of the last attempt; null after SUCCESS
             * @example null
             */
            error: components["schemas"]["TaskErrorDto"] | null;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.009Z
             */
            finished_at: string | null;
            /** @example 3 */
            max_attempts: number;
            /** @example math.count-primes */
            name: string;
            /**
             * @example normal
             * @enum {string}
             */
            priority: "low" | "normal" | "high" | "critical";
            /**
             * @example tasks
             * @enum {string}
             */
            queue: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
            /**
             * @description `expired`, or the reason given for the cancellation; null unless REVOKED
             * @example null
             */
            revoke_reason: string | null;
            /**
             * Format: date-time
             * @description Earliest time of the next run; null if it may start at once. Kept when the task runs or is final
             * @example null
             */
            run_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.004Z
             */
            started_at: string | null;
            /**
             * @example SUCCESS
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** @example [] */
            tags: string[];
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id: string;
            /** @example worker-1 */
            worker: string | null;
            /**
             * Format: uuid
             * @description Workflow of which the task is a step
             * @example null
             */
            workflow_id: string | null;
        };
        TaskCountDto: {
            /**
             * @example exact
             * @enum {string}
             */
            relation: "exact" | "at_least" | "estimate";
            /** @example 1204 */
            value: number;
        };
        TaskDefaultsDto: {
            /**
             * @description Maximum number of executions
             * @example 3
             */
            attempts: number;
            /** @description Wait between attempts */
            backoff: components["schemas"]["TaskBackoffDto"];
            /**
             * @description Whether the task runs in the worker's main thread or in a separate one; a submit cannot change it
             * @example inline
             * @enum {string}
             */
            isolation: "inline" | "thread";
            /**
             * @example normal
             * @enum {string}
             */
            priority: "low" | "normal" | "high" | "critical";
            /**
             * @description Null if none; a submit cannot change it
             * @example null
             */
            rate_limit: components["schemas"]["TaskRateLimitDto"] | null;
            /**
             * @description Time the result stays readable
             * @example 86400000
             */
            retention_ms: number;
            /**
             * @description Time limit of one attempt; null if none
             * @example null
             */
            timeout_ms: number | null;
        };
        TaskDto: {
            /**
             * @description Only from the history: the retention of the task is over, and the broker has forgotten it
             * @enum {boolean}
             */
            archived?: true;
            /**
             * @description Number of the current or last attempt; 0 before the first
             * @example 1
             */
            attempt: number;
            /**
             * Format: date-time
             * @description Time at which the running task was asked to stop
             * @example null
             */
            cancel_requested_at: string | null;
            /**
             * @description Times the executing process died or was unreachable for too long; these attempts do not count against `max_attempts`
             * @example 0
             */
            crashes: number;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.000Z
             */
            created_at: string;
            /**
             * @description Error of the last attempt; null after SUCCESS
             * @example null
             */
            error: components["schemas"]["TaskErrorDto"] | null;
            /**
             * @description Errors of all failed attempts, oldest first
             * @example []
             */
            errors: components["schemas"]["AttemptErrorDto"][];
            /**
             * Format: date-time
             * @description A task not started by then is REVOKED
             * @example null
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.009Z
             */
            finished_at: string | null;
            /** @example 3 */
            max_attempts: number;
            /** @example math.count-primes */
            name: string;
            /**
             * Format: uuid
             * @description Task that submitted this one
             * @example null
             */
            parent_id: string | null;
            /** @description Only with `include=payload`, for the role admin; `[redacted]` stands for each secret. Null if it is not kept */
            payload?: unknown;
            /**
             * @example normal
             * @enum {string}
             */
            priority: "low" | "normal" | "high" | "critical";
            /**
             * @description Percentage, or an object set by the task
             * @example 100
             */
            progress: unknown;
            /**
             * @example tasks
             * @enum {string}
             */
            queue: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
            /**
             * Format: uuid
             * @description Workflow by which the task has replaced itself; it ends with it
             * @example null
             */
            replaced_by: string | null;
            /**
             * Format: uuid
             * @description Task that this one replays
             * @example null
             */
            replay_of: string | null;
            /**
             * @description Null until the task is final; the error message for FAILURE
             * @example 78498
             */
            result: unknown;
            /**
             * @description Only in lists: the result exceeds 16 KiB and is left out; read the task by its ID
             * @enum {boolean}
             */
            result_left_out?: true;
            /**
             * @description Earlier revocations, if the task was retried by hand afterwards; at most ten
             * @example []
             */
            revocations: components["schemas"]["PastRevocationDto"][];
            /**
             * @description `expired`, or the reason given for the cancellation; null unless REVOKED
             * @example null
             */
            revoke_reason: string | null;
            /**
             * Format: uuid
             * @description First task in the chain of submits
             * @example null
             */
            root_id: string | null;
            /**
             * Format: date-time
             * @description Earliest time of the next run; null if it may start at once. Kept when the task runs or is final
             * @example null
             */
            run_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.004Z
             */
            started_at: string | null;
            /**
             * @example SUCCESS
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * @description Name of that step
             * @example null
             */
            step: string | null;
            /**
             * @description Name of the API key that submitted the task, or the first task in its chain of submits; for a replay, the key that requested it. Null if no keys were configured
             * @example null
             */
            submitted_by: string | null;
            /** @example [] */
            tags: string[];
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id: string;
            /**
             * @description Only from `GET /tasks/{task_id}`, for a step that has not started: the steps for which it waits; at most 100
             * @example [
             *       "page"
             *     ]
             */
            waiting_for?: string[];
            /** @example worker-1 */
            worker: string | null;
            /**
             * Format: uuid
             * @description Workflow of which the task is a step
             * @example null
             */
            workflow_id: string | null;
        };
        TaskErrorDto: {
            /** @example division by zero */
            message: string;
            /**
             * @description Stack trace; only from `GET /tasks/{task_id}`, and only for the role admin
             * @example ZeroDivisionError: division by zero
             *         at DivideTask.run (divide.task.js:35:19)
             */
            stack?: string;
            /** @example ZeroDivisionError */
            type: string;
        };
        TaskLogDto: {
            /**
             * @description Only from the history: the retention of the task is over, and the broker has forgotten it
             * @enum {boolean}
             */
            archived?: true;
            /**
             * @description Number of the first of these lines; greater than 0 if older ones are gone. The newest 10,000 are kept, 1 MiB at most
             * @example 0
             */
            first: number;
            /**
             * @example [
             *       "12 of 40 rows are imported"
             *     ]
             */
            lines: string[];
        };
        TaskPageDto: {
            /** @description Only with `count` */
            count?: components["schemas"]["TaskCountDto"];
            /** @description Newest first, unless `sort` or `order` is given */
            items: components["schemas"]["TaskDto"][];
            /** @description Only with `q`, `sort`, `order`, `count` or `include` */
            looked?: components["schemas"]["LookedDto"];
            /**
             * @description Cursor of the next page; null on the last page. A page may have fewer than `limit` items and still be followed by another: with a filter that matches few of many tasks, the search stops after a quarter of a second
             * @example null
             */
            next_cursor: string | null;
        };
        TaskProgressDto: {
            /**
             * @description Percentage, or an object set by the task
             * @example 100
             */
            progress: unknown;
        };
        TaskRateLimitDto: {
            /** @example 1000 */
            duration_ms: number;
            /**
             * @description Payload field whose values each have their own limit, or `a function of the payload`; left out if the limit is shared by all tasks of the type
             * @example customer_id
             */
            key?: string;
            /** @example 10 */
            max: number;
        };
        TaskStateDto: {
            /**
             * @description Number of the current or last attempt; 0 before the first
             * @example 1
             */
            attempt: number;
            /**
             * Format: date-time
             * @description Time at which the running task was asked to stop
             * @example null
             */
            cancel_requested_at: string | null;
            /**
             * @description Error of the last attempt; null after SUCCESS
             * @example null
             */
            error: components["schemas"]["TaskErrorDto"] | null;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.009Z
             */
            finished_at: string | null;
            /** @example 3 */
            max_attempts: number;
            /**
             * @description `expired`, or the reason given for the cancellation; null unless REVOKED
             * @example null
             */
            revoke_reason: string | null;
            /**
             * Format: date-time
             * @description Earliest time of the next run; null if it may start at once. Kept when the task runs or is final
             * @example null
             */
            run_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.004Z
             */
            started_at: string | null;
            /**
             * @example SUCCESS
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id: string;
            /** @example worker-1 */
            worker: string | null;
        };
        TaskTypeDto: {
            /**
             * @description Former names, which remain valid
             * @example []
             */
            aliases: string[];
            defaults: components["schemas"]["TaskDefaultsDto"];
            /**
             * @description A valid payload; null if none is given
             * @example {
             *       "x": 10,
             *       "y": 2
             *     }
             */
            example: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Name for `POST /tasks/{name}`
             * @example math.divide
             */
            name: string;
            /**
             * @description Self-contained JSON Schema
             * @example {
             *       "type": "object",
             *       "properties": {
             *         "x": {
             *           "type": "integer"
             *         },
             *         "y": {
             *           "type": "integer"
             *         }
             *       }
             *     }
             */
            payload_schema: {
                [key: string]: unknown;
            };
            /**
             * @example tasks
             * @enum {string}
             */
            queue: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
            /**
             * @description Secret payload fields: encrypted at rest and never shown
             * @example []
             */
            redact: string[];
            /**
             * @description Self-contained JSON Schema; `{}` accepts any JSON
             * @example {
             *       "type": "number"
             *     }
             */
            result_schema: {
                [key: string]: unknown;
            };
            /** @example Divide x by y */
            summary: string;
        };
        TaskTypesDto: {
            /** @description Ordered by name */
            items: components["schemas"]["TaskTypeDto"][];
        };
        TaskWhyDto: {
            /**
             * Format: date-time
             * @description Time of the read
             * @example 2026-11-24T08:00:00.000Z
             */
            at: string;
            /**
             * @description Null if the task has started, or if the start cannot be estimated
             * @example null
             */
            estimated_start: components["schemas"]["StartEstimateDto"] | null;
            /**
             * @example tasks
             * @enum {string}
             */
            queue: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
            /** @description At least one; those that hold the task come first */
            reasons: components["schemas"]["WaitReasonDto"][];
            /**
             * @example PENDING
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id: string;
        };
        TemplateDto: {
            /**
             * @description Sample variables; a notification supplies its own in the same shape
             * @example {
             *       "name": "Ada",
             *       "title": "The report for November",
             *       "report_url": "https://example.com/reports/2026-11"
             *     }
             */
            example: {
                [key: string]: unknown;
            };
            /** @example report-ready */
            name: string;
            /**
             * @description Optional variables
             * @example []
             */
            optional: string[];
            /**
             * @example [
             *       "html",
             *       "text"
             *     ]
             */
            parts: ("html" | "text")[];
            /**
             * @description Subject rendered with the sample variables
             * @example The report for November is ready
             */
            subject: string;
        };
        TemplatesDto: {
            /** @description Ordered by name */
            items: components["schemas"]["TemplateDto"][];
        };
        TickDto: {
            /**
             * Format: date-time
             * @description When it was handled
             * @example 2026-11-24T02:00:00.004Z
             */
            at: string;
            /**
             * @description Number of missed ticks, the last of which is `tick_at`
             * @example 1
             */
            count: number;
            /**
             * @description How much later than planned
             * @example 4
             */
            lateness_ms: number;
            /**
             * @description A queued tick gets a second line when it is submitted
             * @example submitted
             * @enum {string}
             */
            outcome: "submitted" | "queued" | "skipped" | "missed" | "failed";
            /**
             * @description Why nothing was submitted
             * @example null
             */
            reason: string | null;
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            task_id: string | null;
            /**
             * Format: date-time
             * @example 2026-11-24T02:00:00.000Z
             */
            tick_at: string;
            /**
             * @description `schedule`: on time. `catch-up`: made up for. `queue`: it waited for an earlier tick. `run`, `backfill`: by a request
             * @example schedule
             * @enum {string}
             */
            trigger: "schedule" | "catch-up" | "queue" | "run" | "backfill";
            /**
             * Format: uuid
             * @description Instead of `task_id`, if the schedule starts a workflow
             * @example null
             */
            workflow_id: string | null;
        };
        TicksDto: {
            /** @description Newest first */
            items: components["schemas"]["TickDto"][];
        };
        TransitionDto: {
            /**
             * @description The worker, or the name of the API key that submitted the task; null if unknown
             * @example worker-1
             */
            actor: string | null;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.004Z
             */
            at: string;
            /**
             * @description Number of the attempt; 0 before the first
             * @example 1
             */
            attempt: number;
            /**
             * @description The error of a failed attempt, or the reason of a revocation
             * @example null
             */
            reason: string | null;
            /**
             * @example STARTED
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
        };
        TransitionsDto: {
            /**
             * @description Only from the history: the retention of the task is over, and the broker has forgotten it
             * @enum {boolean}
             */
            archived?: true;
            /** @description Oldest first */
            items: components["schemas"]["TransitionDto"][];
        };
        ViewDto: {
            /** @example failed fetches */
            name: string;
            /**
             * @example desc
             * @enum {string}
             */
            order: "asc" | "desc";
            /**
             * @description Name of the API key that saved it first
             * @example ops
             */
            owner: string;
            /**
             * @description Query; see docs/queries.md for the language
             * @example status:FAILURE name:fetch.* created:>-2h
             */
            q: string;
            /** @example false */
            shared: boolean;
            /**
             * @example created
             * @enum {string}
             */
            sort: "created" | "finished" | "run_ms" | "wait_ms";
            /**
             * Format: date-time
             * @example 2026-11-25T07:30:00.000Z
             */
            updated_at: string;
        };
        ViewRequestDto: {
            /**
             * @description default `desc`
             * @example desc
             * @enum {string}
             */
            order?: "asc" | "desc";
            /**
             * @description Query; see docs/queries.md for the language
             * @example status:FAILURE name:fetch.* created:>-2h
             */
            q: string;
            /**
             * @description True: every client sees it; this requires the role operator; default `false`
             * @example false
             */
            shared?: boolean;
            /**
             * @description default `created`
             * @example created
             * @enum {string}
             */
            sort?: "created" | "finished" | "run_ms" | "wait_ms";
        };
        ViewsDto: {
            /** @description Own and shared ones, by name */
            items: components["schemas"]["ViewDto"][];
        };
        WaitReasonDto: {
            /**
             * @description Whether the task cannot start before this is over
             * @example true
             */
            blocking: boolean;
            /**
             * @example queue-paused
             * @enum {string}
             */
            code: "final" | "cancel-requested" | "running" | "worker-lost" | "waits-for-steps" | "waits-for-items" | "waits-for-workflow" | "rate-limit" | "retry" | "debounced" | "delayed" | "misplaced" | "queue-paused" | "no-worker" | "workers-draining" | "workers-paused" | "workers-clock-wrong" | "queue-limit" | "queue-rate-limit" | "slots-full" | "behind" | "next" | "quarantined" | "expires" | "deduplicated" | "queue-closed";
            /**
             * @description The event that would end it, for people; null if nothing has to
             * @example The queue is resumed: PUT /queues/tasks/resume.
             */
            ends_when: string | null;
            /**
             * @description The numbers, names and times of the fact; docs/operations.md lists them for each code
             * @example {
             *       "queue": "tasks",
             *       "by": "ops",
             *       "since": "2026-11-24T08:00:00.000Z"
             *     }
             */
            facts: {
                [key: string]: unknown;
            };
            /**
             * @description The fact, for people; its wording may change
             * @example The queue tasks has been paused by ops since 2026-11-24T08:00:00.000Z.
             */
            message: string;
        };
        WaitTimesDto: {
            /** @example 3 */
            p50: number | null;
            /** @example 40 */
            p95: number | null;
        };
        WebhookEventDto: {
            /**
             * @description Any JSON object
             * @example {
             *       "report_id": "r-42",
             *       "pages": 3
             *     }
             */
            data: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description Time of the event (RFC 3339); default: the time of the submit
             * @example 2026-11-24T08:00:00.000Z
             */
            timestamp?: string;
            /**
             * @description Words joined by dots, from general to specific
             * @example report.finished
             */
            type: string;
        };
        WebhookNotificationDto: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            channel: "webhook";
            /** @description Body of the webhook */
            event: components["schemas"]["WebhookEventDto"];
            options?: components["schemas"]["SubmitOptionsDto"];
            /**
             * Format: uri
             * @description An absolute http:// or https:// URL with a public address
             * @example https://example.com/hooks/reports
             */
            url: string;
        };
        WorkerCommandDto: {
            /**
             * @description `drain`: start no new tasks until `resume`. `shutdown`: same as SIGTERM. Changes last until the worker ends
             * @example ping
             * @enum {string}
             */
            command: "ping" | "stats" | "drain" | "shutdown" | "pause" | "resume" | "set-concurrency" | "add-queue" | "remove-queue" | "set-log-level";
            /** @example 16 */
            concurrency?: number;
            /**
             * @example debug
             * @enum {string}
             */
            level?: "silent" | "fatal" | "error" | "warn" | "info" | "debug" | "trace";
            /**
             * @description The `context` of the log lines to change; default: all
             * @example Broker
             */
            module?: string;
            /**
             * @description Default: every queue that the worker consumes
             * @example tasks
             * @enum {string}
             */
            queue?: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
            /**
             * @description Maximum wait for replies; default `1000`
             * @example 1000
             */
            timeout_ms?: number;
        };
        WorkerDto: {
            /** @description Oldest running tasks, at most 100 */
            active: components["schemas"]["ActiveTaskDto"][];
            /**
             * @description Running tasks
             * @example 1
             */
            active_count: number;
            /**
             * @description True while the worker takes no tasks because the clock of its machine is wrong
             * @example false
             */
            clock_wrong: boolean;
            /** @description Attempts since the process started, by outcome */
            counts: components["schemas"]["AttemptCountsDto"];
            /** @description Recent event-loop delay in ms */
            event_loop_delay_ms: components["schemas"]["LoopDelayDto"];
            /** @example 41943040 */
            heap_bytes: number;
            /** @example host-1 */
            host: string;
            /**
             * Format: date-time
             * @description By the broker's clock
             * @example 2026-11-24T08:00:00.004Z
             */
            last_heartbeat_at: string;
            /**
             * @description Load average of the host over 1, 5 and 15 minutes
             * @example [
             *       0.5,
             *       0.4,
             *       0.3
             *     ]
             */
            load_average: number[];
            /** @example info */
            log_level: string;
            /** @example worker-1 */
            name: string;
            /** @example 4711 */
            pid: number;
            queues: components["schemas"]["ConsumedQueueDto"][];
            /** @example 104857600 */
            rss_bytes: number;
            /**
             * Format: date-time
             * @example 2026-11-24T07:00:00.000Z
             */
            started_at: string;
            /**
             * @description `lost`: no heartbeat for 15 s; a lost worker stays listed for a day
             * @example online
             * @enum {string}
             */
            state: "online" | "draining" | "lost";
            /**
             * @description Maximum number of threads for CPU-bound tasks
             * @example 2
             */
            threads: number;
            /** @example 0.1.0 */
            version: string;
            /**
             * Format: uuid
             * @description Unique to this process
             * @example 6f0c2f0e-8a41-4b7e-9d0c-52a1c4f0f3aa
             */
            worker_id: string;
        };
        WorkerReplyDto: {
            /** @example This worker does not consume fetch; it consumes tasks. */
            error?: string;
            /**
             * @description Whether the worker carried out the command
             * @example true
             */
            ok: boolean;
            /** @description Report of the worker after the command */
            worker?: components["schemas"]["WorkerReportDto"];
            /**
             * Format: uuid
             * @example 6f0c2f0e-8a41-4b7e-9d0c-52a1c4f0f3aa
             */
            worker_id: string;
        };
        WorkerReportDto: {
            /** @description Oldest running tasks, at most 100 */
            active: components["schemas"]["ActiveTaskDto"][];
            /**
             * @description Running tasks
             * @example 1
             */
            active_count: number;
            /**
             * @description True while the worker takes no tasks because the clock of its machine is wrong
             * @example false
             */
            clock_wrong: boolean;
            /** @description Attempts since the process started, by outcome */
            counts: components["schemas"]["AttemptCountsDto"];
            /** @description Recent event-loop delay in ms */
            event_loop_delay_ms: components["schemas"]["LoopDelayDto"];
            /** @example 41943040 */
            heap_bytes: number;
            /** @example host-1 */
            host: string;
            /**
             * @description Load average of the host over 1, 5 and 15 minutes
             * @example [
             *       0.5,
             *       0.4,
             *       0.3
             *     ]
             */
            load_average: number[];
            /** @example info */
            log_level: string;
            /** @example worker-1 */
            name: string;
            /** @example 4711 */
            pid: number;
            queues: components["schemas"]["ConsumedQueueDto"][];
            /** @example 104857600 */
            rss_bytes: number;
            /**
             * Format: date-time
             * @example 2026-11-24T07:00:00.000Z
             */
            started_at: string;
            /**
             * @example online
             * @enum {string}
             */
            state: "online" | "draining";
            /**
             * @description Maximum number of threads for CPU-bound tasks
             * @example 2
             */
            threads: number;
            /** @example 0.1.0 */
            version: string;
            /**
             * Format: uuid
             * @description Unique to this process
             * @example 6f0c2f0e-8a41-4b7e-9d0c-52a1c4f0f3aa
             */
            worker_id: string;
        };
        WorkersDto: {
            /** @description Newest heartbeat first */
            items: components["schemas"]["WorkerDto"][];
        };
        WorkflowDefinitionDto: {
            /**
             * @description A name to find the workflow by; need not be unique
             * @example primes-report
             */
            name?: string;
            /** @description Submitted once at the end, however it ends */
            on_end?: components["schemas"]["HookDefinitionDto"];
            /** @description Submitted once if the workflow fails or is cancelled */
            on_failure?: components["schemas"]["HookDefinitionDto"];
            /** @description Submitted once if the workflow succeeds */
            on_success?: components["schemas"]["HookDefinitionDto"];
            /**
             * @description Time the workflow and the results of its steps stay readable after its end
             * @example 86400000
             */
            retention_ms?: number;
            /**
             * @description The steps by name, 1 to 10000. Names have the form of `name`
             * @example {
             *       "counts": {
             *         "task": "math.count-primes",
             *         "each": [
             *           1000,
             *           1000000
             *         ],
             *         "payload": {
             *           "n": {
             *             "$item": ""
             *           }
             *         }
             *       },
             *       "ratio": {
             *         "task": "math.divide",
             *         "payload": {
             *           "x": {
             *             "$result": "counts",
             *             "path": "/1"
             *           },
             *           "y": {
             *             "$result": "counts",
             *             "path": "/0"
             *           }
             *         }
             *       }
             *     }
             */
            steps: {
                [key: string]: components["schemas"]["StepDefinitionDto"];
            };
            /**
             * @description Labels to find the workflow by
             * @example [
             *       "customer-7"
             *     ]
             */
            tags?: string[];
            /**
             * Format: uri
             * @description Receives the ended workflow as a signed webhook `workflow.succeeded`, `workflow.failed` or `workflow.revoked`. Must be a public http or https URL; needs WEBHOOK_SECRETS
             * @example https://example.com/hooks/reports
             */
            webhook_url?: string;
        };
        WorkflowDetailsDto: {
            /**
             * @description Only from the history: the retention of the workflow is over, and the broker has forgotten it
             * @enum {boolean}
             */
            archived?: true;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.000Z
             */
            created_at: string;
            /**
             * @description The chain of steps that ran longest: the workflow cannot be faster than these, one after another
             * @example [
             *       "counts",
             *       "ratio"
             *     ]
             */
            critical_path: string[];
            /**
             * @description Running time of these steps together, so far
             * @example 9
             */
            critical_path_ms: number;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.020Z
             */
            finished_at: string | null;
            /**
             * @description The tasks of `on_success`, `on_failure` and `on_end`
             * @example {}
             */
            hooks: {
                [key: string]: components["schemas"]["HookDto"];
            };
            /** @example primes-report */
            name: string | null;
            /**
             * @description Those that have not ended
             * @example 0
             */
            open_step_count: number;
            /**
             * Format: uuid
             * @description Task that started this workflow
             * @example null
             */
            parent_id: string | null;
            /**
             * @description Null unless REVOKED
             * @example null
             */
            revoke_reason: string | null;
            /**
             * Format: uuid
             * @description First task in the chain of submits
             * @example null
             */
            root_id: string | null;
            /**
             * @description PENDING: no step has ended. STARTED: some have. SUCCESS: all that count have succeeded. FAILURE: a step with `if_failed: "fail"` failed. REVOKED: it was cancelled
             * @example SUCCESS
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * @description Number of steps and of items of `each`
             * @example 4
             */
            step_count: number;
            /**
             * @description The steps by name, each after the steps for which it waits
             * @example {
             *       "counts": {
             *         "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4f",
             *         "status": "SUCCESS",
             *         "started_at": "2026-11-24T08:00:00.004Z",
             *         "finished_at": "2026-11-24T08:00:00.009Z",
             *         "task": "math.count-primes",
             *         "queue": "tasks",
             *         "after": [],
             *         "if_failed": "fail",
             *         "skipped": false,
             *         "items": {
             *           "total": 2,
             *           "ended": 2
             *         }
             *       }
             *     }
             */
            steps: {
                [key: string]: components["schemas"]["StepDto"];
            };
            /**
             * @description As in a task
             * @example null
             */
            submitted_by: string | null;
            /** @example [] */
            tags: string[];
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            workflow_id: string;
        };
        WorkflowDto: {
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-24T08:00:00.020Z
             */
            finished_at: string | null;
            /** @example primes-report */
            name: string | null;
            /**
             * @description Those that have not ended
             * @example 0
             */
            open_step_count: number;
            /**
             * Format: uuid
             * @description Task that started this workflow
             * @example null
             */
            parent_id: string | null;
            /**
             * @description Null unless REVOKED
             * @example null
             */
            revoke_reason: string | null;
            /**
             * Format: uuid
             * @description First task in the chain of submits
             * @example null
             */
            root_id: string | null;
            /**
             * @description PENDING: no step has ended. STARTED: some have. SUCCESS: all that count have succeeded. FAILURE: a step with `if_failed: "fail"` failed. REVOKED: it was cancelled
             * @example SUCCESS
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "SUCCESS" | "FAILURE" | "REVOKED";
            /**
             * @description Number of steps and of items of `each`
             * @example 4
             */
            step_count: number;
            /**
             * @description As in a task
             * @example null
             */
            submitted_by: string | null;
            /** @example [] */
            tags: string[];
            /**
             * Format: uuid
             * @example 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e
             */
            workflow_id: string;
        };
        WorkflowPageDto: {
            /** @description Newest first */
            items: components["schemas"]["WorkflowDto"][];
            /**
             * @description Cursor of the next page; null on the last page. A page may have fewer than `limit` items and still be followed by another: with a filter that matches few of many workflows, the search stops after a quarter of a second
             * @example null
             */
            next_cursor: string | null;
        };
    };
    responses: {
        /** @description `broker-unavailable`: Broker unavailable, or `broker-corrupt`: A broker key has the wrong type */
        BrokerUnavailableOrBrokerCorrupt: {
            headers: {
                /** @description Seconds to wait before retrying */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:broker-unavailable",
                 *       "title": "Broker unavailable",
                 *       "status": 503,
                 *       "detail": "The broker did not confirm in time. The request may or may not have taken effect: repeat it with the same Idempotency-Key, or check before you repeat it.",
                 *       "instance": "/tasks",
                 *       "code": "broker-unavailable"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `broker-unavailable`: Broker unavailable, or `broker-corrupt`: A broker key has the wrong type, or `audit-unavailable`: Audit log unavailable */
        BrokerUnavailableOrBrokerCorruptOrAuditUnavailable: {
            headers: {
                /** @description Seconds to wait before retrying */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:broker-unavailable",
                 *       "title": "Broker unavailable",
                 *       "status": 503,
                 *       "detail": "The broker did not confirm in time. The request may or may not have taken effect: repeat it with the same Idempotency-Key, or check before you repeat it.",
                 *       "instance": "/tasks",
                 *       "code": "broker-unavailable"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `broker-unavailable`: Broker unavailable, or `broker-corrupt`: A broker key has the wrong type, or `body-unavailable`: Fetched body unavailable */
        BrokerUnavailableOrBrokerCorruptOrBodyUnavailable: {
            headers: {
                /** @description Seconds to wait before retrying */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:broker-unavailable",
                 *       "title": "Broker unavailable",
                 *       "status": 503,
                 *       "detail": "The broker did not confirm in time. The request may or may not have taken effect: repeat it with the same Idempotency-Key, or check before you repeat it.",
                 *       "instance": "/tasks",
                 *       "code": "broker-unavailable"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `broker-unavailable`: Broker unavailable, or `broker-corrupt`: A broker key has the wrong type, or `history-unavailable`: History unavailable */
        BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable: {
            headers: {
                /** @description Seconds to wait before retrying */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:broker-unavailable",
                 *       "title": "Broker unavailable",
                 *       "status": 503,
                 *       "detail": "The broker did not confirm in time. The request may or may not have taken effect: repeat it with the same Idempotency-Key, or check before you repeat it.",
                 *       "instance": "/tasks",
                 *       "code": "broker-unavailable"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `broker-unavailable`: Broker unavailable, or `broker-corrupt`: A broker key has the wrong type, or `history-unavailable`: History unavailable, or `audit-unavailable`: Audit log unavailable */
        BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable: {
            headers: {
                /** @description Seconds to wait before retrying */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:broker-unavailable",
                 *       "title": "Broker unavailable",
                 *       "status": 503,
                 *       "detail": "The broker did not confirm in time. The request may or may not have taken effect: repeat it with the same Idempotency-Key, or check before you repeat it.",
                 *       "instance": "/tasks",
                 *       "code": "broker-unavailable"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `bulk-action-not-found`: Bulk action not found */
        BulkActionNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:bulk-action-not-found",
                 *       "title": "Bulk action not found",
                 *       "status": 404,
                 *       "detail": "Bulk action not found.",
                 *       "instance": "/bulk-actions/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                 *       "code": "bulk-action-not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `error-not-found`: Error not found */
        ErrorNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:error-not-found",
                 *       "title": "Error not found",
                 *       "status": 404,
                 *       "detail": "Error not found.",
                 *       "instance": "/tasks",
                 *       "code": "error-not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `forbidden`: Access denied */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:forbidden",
                 *       "title": "Access denied",
                 *       "status": 403,
                 *       "detail": "This requires the role operator; the key ci has the role viewer.",
                 *       "instance": "/tasks",
                 *       "code": "forbidden"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `headers-too-large`: Request headers too large */
        HeadersTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:headers-too-large",
                 *       "title": "Request headers too large",
                 *       "status": 431,
                 *       "detail": "Request headers too large.",
                 *       "instance": "/tasks",
                 *       "code": "headers-too-large"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `idempotency-in-flight`: A request with this Idempotency-Key is in progress */
        IdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:idempotency-in-flight",
                 *       "title": "A request with this Idempotency-Key is in progress",
                 *       "status": 409,
                 *       "detail": "A request with this Idempotency-Key is in progress.",
                 *       "instance": "/tasks",
                 *       "code": "idempotency-in-flight"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `idempotency-mismatch`: Idempotency-Key already used for another request */
        IdempotencyMismatch: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:idempotency-mismatch",
                 *       "title": "Idempotency-Key already used for another request",
                 *       "status": 422,
                 *       "detail": "Idempotency-Key already used for another request.",
                 *       "instance": "/tasks",
                 *       "code": "idempotency-mismatch"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `internal`: Internal server error */
        Internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:internal",
                 *       "title": "Internal server error",
                 *       "status": 500,
                 *       "detail": "The error was logged. Retry, or contact the operator.",
                 *       "instance": "/tasks",
                 *       "code": "internal"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `malformed`: Malformed request */
        Malformed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:malformed",
                 *       "title": "Malformed request",
                 *       "status": 400,
                 *       "detail": "Invalid JSON at position 10.",
                 *       "instance": "/tasks",
                 *       "code": "malformed"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not-found`: Not found */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:not-found",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "detail": "Not found.",
                 *       "instance": "/tasks",
                 *       "code": "not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `payload-too-large`: Request body too large */
        PayloadTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:payload-too-large",
                 *       "title": "Request body too large",
                 *       "status": 413,
                 *       "detail": "The body exceeds the limit of 1048576 bytes.",
                 *       "instance": "/tasks",
                 *       "code": "payload-too-large"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `queue-closed`: Queue closed, or `broker-unavailable`: Broker unavailable, or `broker-corrupt`: A broker key has the wrong type */
        QueueClosedOrBrokerUnavailableOrBrokerCorrupt: {
            headers: {
                /** @description Seconds to wait before retrying */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:queue-closed",
                 *       "title": "Queue closed",
                 *       "status": 503,
                 *       "detail": "The queue tasks was closed by ops (deploy). It accepts no new tasks until it is opened.",
                 *       "instance": "/tasks",
                 *       "code": "queue-closed"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `queue-closed`: Queue closed, or `broker-unavailable`: Broker unavailable, or `broker-corrupt`: A broker key has the wrong type, or `audit-unavailable`: Audit log unavailable */
        QueueClosedOrBrokerUnavailableOrBrokerCorruptOrAuditUnavailable: {
            headers: {
                /** @description Seconds to wait before retrying */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:queue-closed",
                 *       "title": "Queue closed",
                 *       "status": 503,
                 *       "detail": "The queue tasks was closed by ops (deploy). It accepts no new tasks until it is opened.",
                 *       "instance": "/tasks",
                 *       "code": "queue-closed"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `queue-closed`: Queue closed, or `broker-unavailable`: Broker unavailable, or `broker-corrupt`: A broker key has the wrong type, or `history-unavailable`: History unavailable, or `audit-unavailable`: Audit log unavailable */
        QueueClosedOrBrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable: {
            headers: {
                /** @description Seconds to wait before retrying */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:queue-closed",
                 *       "title": "Queue closed",
                 *       "status": 503,
                 *       "detail": "The queue tasks was closed by ops (deploy). It accepts no new tasks until it is opened.",
                 *       "instance": "/tasks",
                 *       "code": "queue-closed"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `queue-not-found`: Queue not found */
        QueueNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:queue-not-found",
                 *       "title": "Queue not found",
                 *       "status": 404,
                 *       "detail": "Queue not found.",
                 *       "instance": "/queues/images",
                 *       "code": "queue-not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `range-not-satisfiable`: Range not satisfiable */
        RangeNotSatisfiable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:range-not-satisfiable",
                 *       "title": "Range not satisfiable",
                 *       "status": 416,
                 *       "detail": "Range not satisfiable.",
                 *       "instance": "/tasks",
                 *       "code": "range-not-satisfiable"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `rate-limited`: Too many requests */
        RateLimited: {
            headers: {
                /** @description Seconds to wait before retrying */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:rate-limited",
                 *       "title": "Too many requests",
                 *       "status": 429,
                 *       "detail": "Rate limit of 6000 requests per 60 s exceeded. Retry in 12 s.",
                 *       "instance": "/tasks",
                 *       "code": "rate-limited"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `rate-limited`: Too many requests, or `queue-full`: Queue full */
        RateLimitedOrQueueFull: {
            headers: {
                /** @description Seconds to wait before retrying */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:rate-limited",
                 *       "title": "Too many requests",
                 *       "status": 429,
                 *       "detail": "Rate limit of 6000 requests per 60 s exceeded. Retry in 12 s.",
                 *       "instance": "/tasks",
                 *       "code": "rate-limited"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `request-timeout`: Request timeout */
        RequestTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:request-timeout",
                 *       "title": "Request timeout",
                 *       "status": 408,
                 *       "detail": "Request timeout.",
                 *       "instance": "/tasks",
                 *       "code": "request-timeout"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `schedule-conflict`: The schedule does not allow this now */
        ScheduleConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:schedule-conflict",
                 *       "title": "The schedule does not allow this now",
                 *       "status": 409,
                 *       "detail": "The schedule does not allow this now.",
                 *       "instance": "/tasks",
                 *       "code": "schedule-conflict"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `schedule-conflict`: The schedule does not allow this now, or `idempotency-in-flight`: A request with this Idempotency-Key is in progress */
        ScheduleConflictOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:schedule-conflict",
                 *       "title": "The schedule does not allow this now",
                 *       "status": 409,
                 *       "detail": "The schedule does not allow this now.",
                 *       "instance": "/tasks",
                 *       "code": "schedule-conflict"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `schedule-not-found`: Schedule not found */
        ScheduleNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:schedule-not-found",
                 *       "title": "Schedule not found",
                 *       "status": 404,
                 *       "detail": "Schedule not found.",
                 *       "instance": "/tasks",
                 *       "code": "schedule-not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `state-conflict`: The state does not allow this action */
        StateConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:state-conflict",
                 *       "title": "The state does not allow this action",
                 *       "status": 409,
                 *       "detail": "The state does not allow this action.",
                 *       "instance": "/tasks",
                 *       "code": "state-conflict"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `state-conflict`: The state does not allow this action, or `idempotency-in-flight`: A request with this Idempotency-Key is in progress */
        StateConflictOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:state-conflict",
                 *       "title": "The state does not allow this action",
                 *       "status": 409,
                 *       "detail": "The state does not allow this action.",
                 *       "instance": "/tasks",
                 *       "code": "state-conflict"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `task-not-found`: Task not found */
        TaskNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:task-not-found",
                 *       "title": "Task not found",
                 *       "status": 404,
                 *       "detail": "Task \"01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e\" not found: it was never submitted, or its result has expired.",
                 *       "instance": "/tasks/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                 *       "code": "task-not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `task-not-found`: Task not found, or `no-fetched-body`: The task has no fetched body */
        TaskNotFoundOrNoFetchedBody: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:task-not-found",
                 *       "title": "Task not found",
                 *       "status": 404,
                 *       "detail": "Task \"01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e\" not found: it was never submitted, or its result has expired.",
                 *       "instance": "/tasks/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                 *       "code": "task-not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `task-not-found`: Task not found, or `task-type-not-found`: Task type not found */
        TaskNotFoundOrTaskTypeNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:task-not-found",
                 *       "title": "Task not found",
                 *       "status": 404,
                 *       "detail": "Task \"01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e\" not found: it was never submitted, or its result has expired.",
                 *       "instance": "/tasks/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                 *       "code": "task-not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `task-type-not-found`: Task type not found */
        TaskTypeNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:task-type-not-found",
                 *       "title": "Task type not found",
                 *       "status": 404,
                 *       "detail": "Task type not found.",
                 *       "instance": "/task-types/math.multiply",
                 *       "code": "task-type-not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unauthenticated`: Authentication required */
        Unauthenticated: {
            headers: {
                /** @description Authentication scheme to use (RFC 6750) */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:unauthenticated",
                 *       "title": "Authentication required",
                 *       "status": 401,
                 *       "detail": "Send an API key as `Authorization: Bearer cel_…`. Create one with `npm run key -- NAME ROLE`.",
                 *       "instance": "/tasks",
                 *       "code": "unauthenticated"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported-media-type`: The request body is not JSON */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:unsupported-media-type",
                 *       "title": "The request body is not JSON",
                 *       "status": 415,
                 *       "detail": "Send the body as application/json in UTF-8 (received: text/plain).",
                 *       "instance": "/tasks",
                 *       "code": "unsupported-media-type"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `uri-too-long`: URL too long */
        UriTooLong: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:uri-too-long",
                 *       "title": "URL too long",
                 *       "status": 414,
                 *       "detail": "URL too long.",
                 *       "instance": "/tasks",
                 *       "code": "uri-too-long"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `validation`: Invalid request */
        Validation: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:validation",
                 *       "title": "Invalid request",
                 *       "status": 422,
                 *       "detail": "1 field is invalid",
                 *       "instance": "/tasks",
                 *       "code": "validation",
                 *       "errors": [
                 *         {
                 *           "pointer": "/unknown",
                 *           "message": "property unknown should not exist"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `validation`: Invalid request */
        ValidationOfParameters: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:validation",
                 *       "title": "Invalid request",
                 *       "status": 422,
                 *       "detail": "1 field is invalid",
                 *       "instance": "/tasks",
                 *       "code": "validation",
                 *       "errors": [
                 *         {
                 *           "parameter": "unknown",
                 *           "message": "property unknown should not exist"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `validation`: Invalid request, or `idempotency-mismatch`: Idempotency-Key already used for another request */
        ValidationOrIdempotencyMismatch: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:validation",
                 *       "title": "Invalid request",
                 *       "status": 422,
                 *       "detail": "1 field is invalid",
                 *       "instance": "/tasks",
                 *       "code": "validation",
                 *       "errors": [
                 *         {
                 *           "pointer": "/unknown",
                 *           "message": "property unknown should not exist"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `validation`: Invalid request, or `idempotency-mismatch`: Idempotency-Key already used for another request */
        ValidationOrIdempotencyMismatchOfParameters: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:validation",
                 *       "title": "Invalid request",
                 *       "status": 422,
                 *       "detail": "1 field is invalid",
                 *       "instance": "/tasks",
                 *       "code": "validation",
                 *       "errors": [
                 *         {
                 *           "parameter": "unknown",
                 *           "message": "property unknown should not exist"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `view-not-found`: View not found */
        ViewNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:view-not-found",
                 *       "title": "View not found",
                 *       "status": 404,
                 *       "detail": "View not found.",
                 *       "instance": "/tasks",
                 *       "code": "view-not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `worker-not-found`: Worker not found */
        WorkerNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:worker-not-found",
                 *       "title": "Worker not found",
                 *       "status": 404,
                 *       "detail": "Worker not found.",
                 *       "instance": "/workers/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                 *       "code": "worker-not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `workflow-not-found`: Workflow not found */
        WorkflowNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:celeriac:problem:workflow-not-found",
                 *       "title": "Workflow not found",
                 *       "status": 404,
                 *       "detail": "No workflow has the ID 01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e: it never existed, or its retention is over.",
                 *       "instance": "/workflows/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                 *       "code": "workflow-not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description ID of the bulk action */
        BulkActionId: string;
        /** @description Fingerprint of the group */
        Fingerprint: string;
        /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
        IdempotencyKey: string;
        /** @description Adds the payloads, for the role admin only. `[redacted]` stands for each secret in them */
        Include: "payload";
        /** @description Only tasks of this type */
        Name: string;
        /** @description Name of the queue */
        Name2: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
        /** @description Name of the view: up to 64 letters, digits, spaces, dots, hyphens and underscores */
        Name3: string;
        /** @description Direction of `sort` */
        Order: "asc" | "desc";
        /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
        Prefer: string;
        /** @description Query; see docs/queries.md for the language */
        Q: string;
        /** @description Only tasks in this queue */
        Queue: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
        /** @description ID of the schedule: small letters, digits, dots, hyphens and underscores */
        ScheduleId: string;
        /** @description A task without that value is left out: `finished` and `run_ms` list only tasks that are over, `wait_ms` only tasks that have started. Without a history, `run_ms` and `wait_ms` sort the newest 20,000 tasks, or as many as can be read in a quarter of a second, then the next ones */
        Sort: "created" | "finished" | "run_ms" | "wait_ms";
        /** @description Only tasks with this status */
        Status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
        /** @description Only tasks with this tag */
        Tag: string;
        /** @description The `task_id` returned by the submit */
        TaskId: string;
        /** @description Count the failures of this period, which ends now. Default: 24h; at most 400d */
        Window: string;
        /** @description The `workflow_id` returned by the submit */
        WorkflowId: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getGreeting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The greeting */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelloDto"];
                    /** @example <!doctype html> */
                    "text/html": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Only this action; `queue` matches every action that begins with `queue.` */
                action?: string;
                /** @description `next_cursor` of the previous page */
                cursor?: string;
                /** @description Entries per page */
                limit?: number;
                /** @description Only actions on this target: the name of a queue, or the ID of a worker, task or bulk action */
                target?: string;
                /** @description Only actions by the key with this name */
                who?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of results */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPageDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    acknowledgeDataLoss: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description The loss is no longer reported */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcknowledgedLossDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    listBulkActions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the previous page */
                cursor?: string;
                /** @description Bulk actions per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of results */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionsDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    createBulkAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkActionRequestDto"];
            };
        };
        responses: {
            /** @description The bulk action is stored and will be carried out */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    getBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the bulk action */
                bulk_action_id: components["parameters"]["BulkActionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bulk action */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["BulkActionNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    cancelBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the bulk action */
                bulk_action_id: components["parameters"]["BulkActionId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description The action had not started; it is now REVOKED */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
            /** @description The action is running and was asked to stop */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["BulkActionNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["StateConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the previous page; groups are not paginated */
                cursor?: string;
                /** @description Only tasks in the group with this fingerprint */
                fingerprint?: string;
                /** @description `true`: return groups of similar errors instead of tasks */
                group?: "true" | "false";
                /** @description Tasks per page, or maximum number of groups */
                limit?: number;
                /** @description Only tasks of this type */
                name?: components["parameters"]["Name"];
                /** @description Only tasks in this queue */
                queue?: components["parameters"]["Queue"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of tasks, or the groups if `group=true` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["DeadLetterPageDto"] | components["schemas"]["DeadLetterGroupsDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    discardDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeadLetterSelectionDto"];
            };
        };
        responses: {
            /** @description Outcome for each task */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterAnswerDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    redriveDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeadLetterSelectionDto"];
            };
        };
        responses: {
            /** @description Outcome for each task */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterAnswerDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    listErrors: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the previous page */
                cursor?: string;
                /** @description Groups per page */
                limit?: number;
                /** @description Only tasks of this type */
                name?: components["parameters"]["Name"];
                /** @description Only failures in this queue */
                queue?: "tasks" | "notifications" | "webhooks" | "fetch" | "operations";
                /** @description The latest failure first, or the most failures first */
                sort?: "last_seen" | "count";
                /** @description Only groups in this state; `open` includes `reopened` */
                state?: "open" | "reopened" | "resolved" | "ignored";
                /** @description Count the failures of this period, which ends now. Default: 24h; at most 400d */
                window?: components["parameters"]["Window"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of groups */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorsDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    getError: {
        parameters: {
            query?: {
                /** @description Count the failures of this period, which ends now. Default: 24h; at most 400d */
                window?: components["parameters"]["Window"];
            };
            header?: never;
            path: {
                /** @description Fingerprint of the group */
                fingerprint: components["parameters"]["Fingerprint"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneErrorDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ErrorNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    ignoreError: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Fingerprint of the group */
                fingerprint: components["parameters"]["Fingerprint"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["IgnoreErrorDto"];
            };
        };
        responses: {
            /** @description The group is ignored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorGroupDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ErrorNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    redriveError: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Fingerprint of the group */
                fingerprint: components["parameters"]["Fingerprint"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RedriveErrorDto"];
            };
        };
        responses: {
            /** @description Outcome for each task, or the numbers in a dry run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorRedriveDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ErrorNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    reopenError: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Fingerprint of the group */
                fingerprint: components["parameters"]["Fingerprint"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group is open */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorGroupDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ErrorNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    resolveError: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Fingerprint of the group */
                fingerprint: components["parameters"]["Fingerprint"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ResolveErrorDto"];
            };
        };
        responses: {
            /** @description The group is resolved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorGroupDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ErrorNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    streamTaskChanges: {
        parameters: {
            query?: {
                /** @description Only tasks of this type */
                name?: components["parameters"]["Name"];
                /** @description Query of the fields `name`, `queue`, `status` and `tag` */
                q?: string;
                /** @description Only tasks in this queue */
                queue?: components["parameters"]["Queue"];
                /** @description Only tasks with this status, and those that leave it */
                status?: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
                /** @description Only tasks with this tag */
                tag?: components["parameters"]["Tag"];
            };
            header?: {
                /** @description ID of the last event received */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, as they happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 2000
                     *
                     *     id: 5d41402a-17
                     *     event: ready
                     *     data: {"resumed":false}
                     *
                     *     id: 5d41402a-18
                     *     event: task
                     *     data: {"task_id":"01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e","name":"math.divide","queue":"tasks","status":"STARTED","attempt":1}
                     */
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
        };
    };
    fetchUrl: {
        parameters: {
            query?: {
                /** @description An absolute http:// or https:// URL with a public address; in the query or in the body */
                url?: string;
            };
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FetchBody"];
            };
        };
        responses: {
            /** @description The task is stored */
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FetchSubmittedDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    getFetchedBody: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags the client has; a match returns 304 */
                "If-None-Match"?: string;
                /** @description Return the range only if this ETag still matches, else the whole body */
                "If-Range"?: string;
                /** @description One range, such as `bytes=0-1023`; anything else is ignored */
                Range?: string;
            };
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole body */
            200: {
                headers: {
                    /** @description Always `bytes` */
                    "Accept-Ranges"?: string;
                    /** @description Always `attachment`, with a file name */
                    "Content-Disposition"?: string;
                    /** @description SHA-256 of the content */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The requested range */
            206: {
                headers: {
                    /** @description Always `bytes` */
                    "Accept-Ranges"?: string;
                    /** @description Always `attachment`, with a file name */
                    "Content-Disposition"?: string;
                    "Content-Range"?: string;
                    /** @description SHA-256 of the content */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The body matches `If-None-Match` */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFoundOrNoFetchedBody"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            416: components["responses"]["RangeNotSatisfiable"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrBodyUnavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Healthy: `ok`, or `degraded` if something needs attention */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "info": {
                     *         "redis": {
                     *           "status": "up",
                     *           "used_mb": 120,
                     *           "max_mb": 1024
                     *         },
                     *         "clock": {
                     *           "status": "up",
                     *           "skew_ms": 0
                     *         },
                     *         "memory": {
                     *           "status": "up",
                     *           "rss_mb": 120,
                     *           "limit_mb": 2048
                     *         },
                     *         "history": {
                     *           "status": "up",
                     *           "lag_seconds": 1,
                     *           "lag_tasks": 12
                     *         },
                     *         "queue:tasks": {
                     *           "status": "up",
                     *           "workers": 1
                     *         }
                     *       },
                     *       "error": {},
                     *       "details": {
                     *         "redis": {
                     *           "status": "up",
                     *           "used_mb": 120,
                     *           "max_mb": 1024
                     *         },
                     *         "clock": {
                     *           "status": "up",
                     *           "skew_ms": 0
                     *         },
                     *         "memory": {
                     *           "status": "up",
                     *           "rss_mb": 120,
                     *           "limit_mb": 2048
                     *         },
                     *         "history": {
                     *           "status": "up",
                     *           "lag_seconds": 1,
                     *           "lag_tasks": 12
                     *         },
                     *         "queue:tasks": {
                     *           "status": "up",
                     *           "workers": 1
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            /** @description Unhealthy: `error` with the failed checks, or `shutting_down` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "error",
                     *       "info": {
                     *         "clock": {
                     *           "status": "degraded",
                     *           "message": "unknown: the broker is not responding"
                     *         },
                     *         "history": {
                     *           "status": "degraded",
                     *           "lag_seconds": 420,
                     *           "lag_tasks": 31000,
                     *           "message": "behind: finished tasks are recorded late"
                     *         },
                     *         "queue:tasks": {
                     *           "status": "degraded",
                     *           "message": "unknown: the broker is not responding"
                     *         }
                     *       },
                     *       "error": {
                     *         "redis": {
                     *           "status": "down",
                     *           "message": "timeout of 800ms exceeded"
                     *         },
                     *         "memory": {
                     *           "status": "down",
                     *           "rss_mb": 2100,
                     *           "limit_mb": 2048,
                     *           "message": "above HEALTH_MAX_RSS_MB"
                     *         }
                     *       },
                     *       "details": {
                     *         "redis": {
                     *           "status": "down",
                     *           "message": "timeout of 800ms exceeded"
                     *         },
                     *         "clock": {
                     *           "status": "degraded",
                     *           "message": "unknown: the broker is not responding"
                     *         },
                     *         "memory": {
                     *           "status": "down",
                     *           "rss_mb": 2100,
                     *           "limit_mb": 2048,
                     *           "message": "above HEALTH_MAX_RSS_MB"
                     *         },
                     *         "history": {
                     *           "status": "degraded",
                     *           "lag_seconds": 420,
                     *           "lag_tasks": 31000,
                     *           "message": "behind: finished tasks are recorded late"
                     *         },
                     *         "queue:tasks": {
                     *           "status": "degraded",
                     *           "message": "unknown: the broker is not responding"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Healthy: `ok`, or `degraded` if something needs attention */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "info": {
                     *         "memory": {
                     *           "status": "up",
                     *           "rss_mb": 120,
                     *           "limit_mb": 2048
                     *         }
                     *       },
                     *       "error": {},
                     *       "details": {
                     *         "memory": {
                     *           "status": "up",
                     *           "rss_mb": 120,
                     *           "limit_mb": 2048
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            /** @description Unhealthy: `error` with the failed checks, or `shutting_down` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "error",
                     *       "info": {},
                     *       "error": {
                     *         "memory": {
                     *           "status": "down",
                     *           "rss_mb": 2100,
                     *           "limit_mb": 2048,
                     *           "message": "above HEALTH_MAX_RSS_MB"
                     *         }
                     *       },
                     *       "details": {
                     *         "memory": {
                     *           "status": "down",
                     *           "rss_mb": 2100,
                     *           "limit_mb": 2048,
                     *           "message": "above HEALTH_MAX_RSS_MB"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Healthy: `ok`, or `degraded` if something needs attention */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "info": {
                     *         "redis": {
                     *           "status": "up",
                     *           "used_mb": 120,
                     *           "max_mb": 1024
                     *         },
                     *         "clock": {
                     *           "status": "up",
                     *           "skew_ms": 0
                     *         }
                     *       },
                     *       "error": {},
                     *       "details": {
                     *         "redis": {
                     *           "status": "up",
                     *           "used_mb": 120,
                     *           "max_mb": 1024
                     *         },
                     *         "clock": {
                     *           "status": "up",
                     *           "skew_ms": 0
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            /** @description Unhealthy: `error` with the failed checks, or `shutting_down` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "error",
                     *       "info": {
                     *         "clock": {
                     *           "status": "degraded",
                     *           "message": "unknown: the broker is not responding"
                     *         }
                     *       },
                     *       "error": {
                     *         "redis": {
                     *           "status": "down",
                     *           "message": "timeout of 800ms exceeded"
                     *         }
                     *       },
                     *       "details": {
                     *         "redis": {
                     *           "status": "down",
                     *           "message": "timeout of 800ms exceeded"
                     *         },
                     *         "clock": {
                     *           "status": "degraded",
                     *           "message": "unknown: the broker is not responding"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the Prometheus text format */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example celeriac_broker_up 1 */
                    "text/plain": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
        };
    };
    sendNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailNotificationDto"] | components["schemas"]["WebhookNotificationDto"];
            };
        };
        responses: {
            /** @description Equal tasks already existed (`deduplicate`) */
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *           "name": "notifications.send-email",
                     *           "queue": "notifications",
                     *           "status": "PENDING",
                     *           "result": null,
                     *           "error": null,
                     *           "errors": [],
                     *           "progress": null,
                     *           "attempt": 0,
                     *           "max_attempts": 13,
                     *           "crashes": 0,
                     *           "priority": "normal",
                     *           "created_at": "2026-11-24T08:00:00.000Z",
                     *           "run_at": null,
                     *           "started_at": null,
                     *           "finished_at": null,
                     *           "expires_at": null,
                     *           "worker": null,
                     *           "tags": [],
                     *           "parent_id": null,
                     *           "root_id": null,
                     *           "replay_of": null,
                     *           "workflow_id": null,
                     *           "step": null,
                     *           "replaced_by": null,
                     *           "submitted_by": null,
                     *           "revoke_reason": null,
                     *           "revocations": [],
                     *           "cancel_requested_at": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationTasksDto"];
                };
            };
            /** @description The tasks are stored. `Location` is set if there is exactly one */
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *           "name": "notifications.send-email",
                     *           "queue": "notifications",
                     *           "status": "PENDING",
                     *           "result": null,
                     *           "error": null,
                     *           "errors": [],
                     *           "progress": null,
                     *           "attempt": 0,
                     *           "max_attempts": 13,
                     *           "crashes": 0,
                     *           "priority": "normal",
                     *           "created_at": "2026-11-24T08:00:00.000Z",
                     *           "run_at": null,
                     *           "started_at": null,
                     *           "finished_at": null,
                     *           "expires_at": null,
                     *           "worker": null,
                     *           "tags": [],
                     *           "parent_id": null,
                     *           "root_id": null,
                     *           "replay_of": null,
                     *           "workflow_id": null,
                     *           "step": null,
                     *           "replaced_by": null,
                     *           "submitted_by": null,
                     *           "revoke_reason": null,
                     *           "revocations": [],
                     *           "cancel_requested_at": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationTasksDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    sendNotifications: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationBatchDto"];
            };
        };
        responses: {
            /** @description Each item with `task_ids` is stored */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationOutcomesDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    listTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatesDto"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
        };
    };
    previewTemplate: {
        parameters: {
            query?: {
                /** @description Part to preview; a part that the template does not have returns 404 */
                part?: "html" | "text";
            };
            header?: never;
            path: {
                /** @description Name of the template */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The part as it would be sent, sandboxed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><html lang="en"><body><h1>The report for November</h1></body></html> */
                    "text/html": string;
                    /** @example The report for November */
                    "text/plain": string;
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
        };
    };
    notify: {
        parameters: {
            query: {
                /** @description Email address of the recipient */
                email: string;
            };
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The email will be sent after this response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifiedDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatchOfParameters"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    listQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All queues */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuesDto"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    getQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the queue */
                name: components["parameters"]["Name2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queue */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueueNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    limitQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the queue */
                name: components["parameters"]["Name2"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueLimitsChangeDto"];
            };
        };
        responses: {
            /** @description The limits apply to every task started from now on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueueNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Validation"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    closeQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the queue */
                name: components["parameters"]["Name2"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description The queue is closed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueueNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Validation"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    drainQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the queue */
                name: components["parameters"]["Name2"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmedDto"];
            };
        };
        responses: {
            /** @description The bulk action is stored and will be carried out */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueueNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    openQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the queue */
                name: components["parameters"]["Name2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queue accepts tasks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueueNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    pauseQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the queue */
                name: components["parameters"]["Name2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queue is paused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueueNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    purgeQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the queue */
                name: components["parameters"]["Name2"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmedDto"];
            };
        };
        responses: {
            /** @description The bulk action is stored and will be carried out */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueueNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    resumeQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the queue */
                name: components["parameters"]["Name2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queue is not paused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueueNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    revokeWaiting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the queue */
                name: components["parameters"]["Name2"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmedDto"];
            };
        };
        responses: {
            /** @description The bulk action is stored and will be carried out */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueueNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    getResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current status and result */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the previous page */
                cursor?: string;
                /** @description Schedules per page */
                limit?: number;
                /** @description Only paused ones, or only others */
                paused?: "true" | "false";
                /** @description Only schedules with this text in their ID, tasks, workflow name or note, in any case */
                q?: string;
                /** @description `code`: declared by a task type and unchanged. `api`: created or changed by a request */
                source?: "code" | "api";
                /** @description Only schedules of this task type, by itself or as part of a workflow */
                task?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of results */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePageDto"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: small letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ScheduleNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    putSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: small letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleRequestDto"];
            };
        };
        responses: {
            /** @description The schedule was replaced */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
            /** @description The schedule was created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ScheduleConflict"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Validation"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    deleteSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: small letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ScheduleNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    patchSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: small letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleChangeDto"];
            };
        };
        responses: {
            /** @description The schedule was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ScheduleNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ScheduleConflict"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Validation"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    backfillSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: small letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackfillRequestDto"];
            };
        };
        responses: {
            /** @description Every tick of the period, with what became of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackfillDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ScheduleNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ScheduleConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    pauseSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: small letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PauseRequestDto"];
            };
        };
        responses: {
            /** @description The schedule is paused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ScheduleNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ScheduleConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    previewSchedule: {
        parameters: {
            query?: {
                /** @description Number of ticks */
                count?: number;
            };
            header?: never;
            path: {
                /** @description ID of the schedule: small letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The next ticks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ScheduleNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    resumeSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: small letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule is not paused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ScheduleNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ScheduleConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatchOfParameters"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    runSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description ID of the schedule: small letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task or workflow is stored */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleRunDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ScheduleNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ScheduleConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    listTicks: {
        parameters: {
            query?: {
                /** @description Number of lines; 100 are kept */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description ID of the schedule: small letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last ticks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicksDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ScheduleNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    previewRule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewRequestDto"];
            };
        };
        responses: {
            /** @description The next ticks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    getStats: {
        parameters: {
            query: {
                /** @description One series for each queue, task type or worker. `name` and `worker` require a history */
                by?: "queue" | "name" | "worker";
                /** @description `throughput`: tasks that ended as SUCCESS or FAILURE. `failures`: tasks that ended as FAILURE. `wait`: times from when tasks could have started until they did. `run`: run times. `backlog`: tasks that can start now */
                metric: "throughput" | "failures" | "wait" | "run" | "backlog";
                /** @description Only tasks of this type. Requires a history */
                name?: string;
                /** @description Only tasks in this queue */
                queue?: components["parameters"]["Queue"];
                /** @description Length of a bucket. Default: one that gives at most 120 buckets. At most 1,500 fit into `window` */
                step?: string;
                /** @description Length of the whole period, which ends now. Default: 1h. More than 24h requires a history */
                window?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The series */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatsDto"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    listTaskTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All task types */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskTypesDto"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
        };
    };
    getTaskType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the task type, or a former name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task type */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskTypeDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskTypeNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
        };
    };
    listTasks: {
        parameters: {
            query?: {
                /** @description Adds `count`, the number of tasks that match */
                count?: "estimate";
                /** @description `next_cursor` of the previous page */
                cursor?: string;
                /** @description Adds the payloads, for the role admin only. `[redacted]` stands for each secret in them */
                include?: components["parameters"]["Include"];
                /** @description Tasks per page */
                limit?: number;
                /** @description Only tasks of this type */
                name?: components["parameters"]["Name"];
                /** @description Direction of `sort` */
                order?: components["parameters"]["Order"];
                /** @description Query; see docs/queries.md for the language */
                q?: components["parameters"]["Q"];
                /** @description Only tasks in this queue */
                queue?: components["parameters"]["Queue"];
                /** @description A task without that value is left out: `finished` and `run_ms` list only tasks that are over, `wait_ms` only tasks that have started. Without a history, `run_ms` and `wait_ms` sort the newest 20,000 tasks, or as many as can be read in a quarter of a second, then the next ones */
                sort?: components["parameters"]["Sort"];
                /** @description Only tasks with this status */
                status?: components["parameters"]["Status"];
                /** @description Only tasks with this tag */
                tag?: components["parameters"]["Tag"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of results */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskPageDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    submitDivision: {
        parameters: {
            query: {
                /** @description The dividend */
                x: number;
                /** @description The divisor */
                y: number;
            };
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task is final (`Prefer: wait`) */
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
            /** @description The task is stored */
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmittedDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatchOfParameters"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    getTask: {
        parameters: {
            query?: {
                /** @description Adds the payload, for the role admin only. `[redacted]` stands for each secret in it */
                include?: "payload";
            };
            header?: never;
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current task */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    deleteTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["StateConflict"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    changeTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeTaskDto"];
            };
        };
        responses: {
            /** @description The task is changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "math.divide",
                     *       "queue": "tasks",
                     *       "status": "PENDING",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 0,
                     *       "max_attempts": 1,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": null,
                     *       "finished_at": null,
                     *       "expires_at": null,
                     *       "worker": null,
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFoundOrTaskTypeNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["StateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Validation"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    cancelTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelDto"];
            };
        };
        responses: {
            /** @description The action had not started; it is now REVOKED */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "math.divide",
                     *       "queue": "tasks",
                     *       "status": "REVOKED",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 0,
                     *       "max_attempts": 1,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": null,
                     *       "finished_at": "2026-11-24T08:00:00.000Z",
                     *       "expires_at": null,
                     *       "worker": null,
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": "cancelled",
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
            /** @description The action is running and was asked to stop */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "math.divide",
                     *       "queue": "tasks",
                     *       "status": "STARTED",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 1,
                     *       "max_attempts": 1,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": "2026-11-24T08:00:00.000Z",
                     *       "finished_at": null,
                     *       "expires_at": null,
                     *       "worker": "worker-1",
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": "2026-11-24T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["StateConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    streamTaskEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description ID of the last event received: earlier log lines are not sent again */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, as they happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 2000
                     *
                     *     id: 0
                     *     event: snapshot
                     *     data: {"task_id":"01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e","status":"STARTED","progress":null}
                     *
                     *     id: 1
                     *     event: log
                     *     data: {"first":0,"lines":["12 of 40 rows are imported"]}
                     *
                     *     id: 1
                     *     event: progress
                     *     data: {"progress":30}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description The result was already received according to `Last-Event-ID`; an EventSource stops reconnecting */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    getTaskLogs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lines, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskLogDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    promoteTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task no longer waits for its time */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "math.divide",
                     *       "queue": "tasks",
                     *       "status": "PENDING",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 0,
                     *       "max_attempts": 1,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": null,
                     *       "finished_at": null,
                     *       "expires_at": null,
                     *       "worker": null,
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["StateConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    replayTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayDto"];
            };
        };
        responses: {
            /** @description An equal task exists and is returned (`deduplicate`) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "math.divide",
                     *       "queue": "tasks",
                     *       "status": "PENDING",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 0,
                     *       "max_attempts": 1,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": null,
                     *       "finished_at": null,
                     *       "expires_at": null,
                     *       "worker": null,
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
            /** @description The new task is stored; its `replay_of` is the ID of the old one */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "math.divide",
                     *       "queue": "tasks",
                     *       "status": "PENDING",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 0,
                     *       "max_attempts": 1,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": null,
                     *       "finished_at": null,
                     *       "expires_at": null,
                     *       "worker": null,
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": "01938f5e-0000-7c3e-9d42-5f0a1b2c3d4e",
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFoundOrTaskTypeNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["StateConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    retryTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task waits to be run again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "math.divide",
                     *       "queue": "tasks",
                     *       "status": "PENDING",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 0,
                     *       "max_attempts": 1,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": null,
                     *       "finished_at": null,
                     *       "expires_at": null,
                     *       "worker": null,
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["StateConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    getTaskTransitions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransitionsDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    explainTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `task_id` returned by the submit */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reasons */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskWhyDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    submitBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchDto"];
            };
        };
        responses: {
            /** @description Each item with a `task_id` is stored */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswerDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    exportTasks: {
        parameters: {
            query?: {
                /** @description Adds the payloads, for the role admin only. `[redacted]` stands for each secret in them */
                include?: components["parameters"]["Include"];
                /** @description Only tasks of this type */
                name?: components["parameters"]["Name"];
                /** @description Direction of `sort` */
                order?: components["parameters"]["Order"];
                /** @description Query; see docs/queries.md for the language */
                q?: components["parameters"]["Q"];
                /** @description Only tasks in this queue */
                queue?: components["parameters"]["Queue"];
                /** @description A task without that value is left out: `finished` and `run_ms` list only tasks that are over, `wait_ms` only tasks that have started. Without a history, `run_ms` and `wait_ms` sort the newest 20,000 tasks, or as many as can be read in a quarter of a second, then the next ones */
                sort?: components["parameters"]["Sort"];
                /** @description Only tasks with this status */
                status?: components["parameters"]["Status"];
                /** @description Only tasks with this tag */
                tag?: components["parameters"]["Tag"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One task a line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"task_id":"01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e","name":"math.divide","queue":"tasks","status":"PENDING","result":null,"error":null,"errors":[],"progress":null,"attempt":0,"max_attempts":1,"crashes":0,"priority":"normal","created_at":"2026-11-24T08:00:00.000Z","run_at":null,"started_at":null,"finished_at":null,"expires_at":null,"worker":null,"tags":[],"parent_id":null,"root_id":null,"replay_of":null,"workflow_id":null,"step":null,"replaced_by":null,"submitted_by":null,"revoke_reason":null,"revocations":[],"cancel_requested_at":null} */
                    "application/jsonl": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    submitFetchStore: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payload": {
                 *         "url": "https://example.com/data.json"
                 *       }
                 *     }
                 */
                "application/json": {
                    options?: components["schemas"]["SubmitOptionsDto"];
                    payload: components["schemas"]["FetchPayload"];
                };
            };
        };
        responses: {
            /** @description The task is final (`Prefer: wait`), or an equal task exists (`deduplicate`) */
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "fetch.store",
                     *       "queue": "fetch",
                     *       "status": "SUCCESS",
                     *       "result": {
                     *         "status": "complete",
                     *         "data": {
                     *           "hello": "world"
                     *         },
                     *         "body_url": "/fetch/01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e/body",
                     *         "encoding": "json",
                     *         "content_type": "application/json",
                     *         "charset": "utf-8",
                     *         "status_code": 200,
                     *         "headers": {
                     *           "etag": "\"33a64df5\"",
                     *           "last-modified": "Tue, 24 Nov 2026 08:00:00 GMT"
                     *         },
                     *         "final_url": "https://example.com/data.json",
                     *         "bytes": 17,
                     *         "sha256": "93a23971a914e5eacbf0a8d25154cda309c3c1c72fbb9914d47c60f3cb681588",
                     *         "from_cache": false,
                     *         "revalidated": false
                     *       },
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 1,
                     *       "max_attempts": 3,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": "2026-11-24T08:00:00.004Z",
                     *       "finished_at": "2026-11-24T08:00:00.009Z",
                     *       "expires_at": null,
                     *       "worker": "worker-1",
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["FetchStoreTask"];
                };
            };
            /** @description The task is stored */
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "fetch.store",
                     *       "queue": "fetch",
                     *       "status": "PENDING",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 0,
                     *       "max_attempts": 3,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": null,
                     *       "finished_at": null,
                     *       "expires_at": null,
                     *       "worker": null,
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["NewTask"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    submitMathCountPrimes: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payload": {
                 *         "n": 1000000
                 *       }
                 *     }
                 */
                "application/json": {
                    options?: components["schemas"]["SubmitOptionsDto"];
                    payload: components["schemas"]["CountPrimesPayload"];
                };
            };
        };
        responses: {
            /** @description The task is final (`Prefer: wait`), or an equal task exists (`deduplicate`) */
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "math.count-primes",
                     *       "queue": "tasks",
                     *       "status": "SUCCESS",
                     *       "result": 5,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 1,
                     *       "max_attempts": 3,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": "2026-11-24T08:00:00.004Z",
                     *       "finished_at": "2026-11-24T08:00:00.009Z",
                     *       "expires_at": null,
                     *       "worker": "worker-1",
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["MathCountPrimesTask"];
                };
            };
            /** @description The task is stored */
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "math.count-primes",
                     *       "queue": "tasks",
                     *       "status": "PENDING",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 0,
                     *       "max_attempts": 3,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": null,
                     *       "finished_at": null,
                     *       "expires_at": null,
                     *       "worker": null,
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["NewTask"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    submitMathDivide: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payload": {
                 *         "x": 10,
                 *         "y": 2
                 *       }
                 *     }
                 */
                "application/json": {
                    options?: components["schemas"]["SubmitOptionsDto"];
                    payload: components["schemas"]["DividePayload"];
                };
            };
        };
        responses: {
            /** @description The task is final (`Prefer: wait`), or an equal task exists (`deduplicate`) */
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "math.divide",
                     *       "queue": "tasks",
                     *       "status": "SUCCESS",
                     *       "result": 5,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 1,
                     *       "max_attempts": 1,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": "2026-11-24T08:00:00.004Z",
                     *       "finished_at": "2026-11-24T08:00:00.009Z",
                     *       "expires_at": null,
                     *       "worker": "worker-1",
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["MathDivideTask"];
                };
            };
            /** @description The task is stored */
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "math.divide",
                     *       "queue": "tasks",
                     *       "status": "PENDING",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 0,
                     *       "max_attempts": 1,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": null,
                     *       "finished_at": null,
                     *       "expires_at": null,
                     *       "worker": null,
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["NewTask"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    submitNotificationsDeliverWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payload": {
                 *         "url": "https://example.com/hooks/reports",
                 *         "type": "report.finished",
                 *         "data": {
                 *           "report_id": "r-42",
                 *           "pages": 3
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    options?: components["schemas"]["SubmitOptionsDto"];
                    payload: components["schemas"]["DeliverWebhookPayload"];
                };
            };
        };
        responses: {
            /** @description The task is final (`Prefer: wait`), or an equal task exists (`deduplicate`) */
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "notifications.deliver-webhook",
                     *       "queue": "webhooks",
                     *       "status": "SUCCESS",
                     *       "result": {
                     *         "status_code": 204
                     *       },
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 1,
                     *       "max_attempts": 18,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": "2026-11-24T08:00:00.004Z",
                     *       "finished_at": "2026-11-24T08:00:00.009Z",
                     *       "expires_at": null,
                     *       "worker": "worker-1",
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationsDeliverWebhookTask"];
                };
            };
            /** @description The task is stored */
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "notifications.deliver-webhook",
                     *       "queue": "webhooks",
                     *       "status": "PENDING",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 0,
                     *       "max_attempts": 18,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": null,
                     *       "finished_at": null,
                     *       "expires_at": null,
                     *       "worker": null,
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["NewTask"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    submitNotificationsSendEmail: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payload": {
                 *         "to": "ada@example.com",
                 *         "subject": "Your report is ready",
                 *         "text": "You find it where you left it."
                 *       }
                 *     }
                 */
                "application/json": {
                    options?: components["schemas"]["SubmitOptionsDto"];
                    payload: components["schemas"]["SendEmailPayload"];
                };
            };
        };
        responses: {
            /** @description The task is final (`Prefer: wait`), or an equal task exists (`deduplicate`) */
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "notifications.send-email",
                     *       "queue": "notifications",
                     *       "status": "SUCCESS",
                     *       "result": {
                     *         "message_id": "<01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e@example.com>",
                     *         "delivered_to": "smtp"
                     *       },
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 1,
                     *       "max_attempts": 13,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": "2026-11-24T08:00:00.004Z",
                     *       "finished_at": "2026-11-24T08:00:00.009Z",
                     *       "expires_at": null,
                     *       "worker": "worker-1",
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationsSendEmailTask"];
                };
            };
            /** @description The task is stored */
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "task_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "notifications.send-email",
                     *       "queue": "notifications",
                     *       "status": "PENDING",
                     *       "result": null,
                     *       "error": null,
                     *       "errors": [],
                     *       "progress": null,
                     *       "attempt": 0,
                     *       "max_attempts": 13,
                     *       "crashes": 0,
                     *       "priority": "normal",
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "run_at": null,
                     *       "started_at": null,
                     *       "finished_at": null,
                     *       "expires_at": null,
                     *       "worker": null,
                     *       "tags": [],
                     *       "parent_id": null,
                     *       "root_id": null,
                     *       "replay_of": null,
                     *       "workflow_id": null,
                     *       "step": null,
                     *       "replaced_by": null,
                     *       "submitted_by": null,
                     *       "revoke_reason": null,
                     *       "revocations": [],
                     *       "cancel_requested_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["NewTask"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    suggestQuery: {
        parameters: {
            query?: {
                /** @description Position of the cursor, from 0, in UTF-16 units. Default: the end */
                cursor?: number;
                /** @description What has been written of a query so far, even with mistakes. Default: nothing */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The suggestions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionsDto"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
        };
    };
    listViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewsDto"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    getView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the view: up to 64 letters, digits, spaces, dots, hyphens and underscores */
                name: components["parameters"]["Name3"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The view of this key, or else the shared one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ViewNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    putView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the view: up to 64 letters, digits, spaces, dots, hyphens and underscores */
                name: components["parameters"]["Name3"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewRequestDto"];
            };
        };
        responses: {
            /** @description The view was replaced */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewDto"];
                };
            };
            /** @description The view was created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Validation"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    deleteView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the view: up to 64 letters, digits, spaces, dots, hyphens and underscores */
                name: components["parameters"]["Name3"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The view is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ViewNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    listWorkers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All live workers, and those lost within the last day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkersDto"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    getWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the worker process */
                worker_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The worker */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkerNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    sendWorkerCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the worker process, or `_all` */
                worker_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkerCommandDto"];
            };
        };
        responses: {
            /** @description Replies, and the workers that did not reply */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandOutcomeDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkerNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrAuditUnavailable"];
        };
    };
    listWorkflows: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the previous page */
                cursor?: string;
                /** @description Workflows per page */
                limit?: number;
                /** @description Only workflows with this name */
                name?: string;
                /** @description Only workflows with this status */
                status?: "PENDING" | "STARTED" | "SUCCESS" | "FAILURE" | "REVOKED";
                /** @description Only workflows with this tag */
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of results */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowPageDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorrupt"];
        };
    };
    startWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request shows its outcome. A replay of a very long response leaves out task results and the details of problems */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowDefinitionDto"];
            };
        };
        responses: {
            /** @description All steps are stored */
            201: {
                headers: {
                    /** @description URL of the workflow */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedWorkflowDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["QueueClosedOrBrokerUnavailableOrBrokerCorrupt"];
        };
    };
    getWorkflow: {
        parameters: {
            query?: {
                /** @description Lists the items of `each`, of which otherwise only the number is shown */
                items?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description The `workflow_id` returned by the submit */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current workflow */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDetailsDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkflowNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ValidationOfParameters"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    deleteWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `workflow_id` returned by the submit */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workflow is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkflowNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["StateConflict"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    getWorkflowDiagram: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `workflow_id` returned by the submit */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The diagram */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example flowchart TD
                     *       s0["counts<br>math.count-primes<br>1 of 2 items"]:::PENDING
                     *       s1["ratio<br>math.divide"]:::PENDING
                     *       s0 --> s1
                     *       classDef PENDING fill:#e5e7eb,stroke:#6b7280,color:#111827
                     */
                    "text/plain": string;
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkflowNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    cancelWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `workflow_id` returned by the submit */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelDto"];
            };
        };
        responses: {
            /** @description No step was running; it is now REVOKED */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workflow_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "primes-report",
                     *       "status": "REVOKED",
                     *       "tags": [],
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "finished_at": "2026-11-24T08:00:00.020Z",
                     *       "step_count": 2,
                     *       "open_step_count": 0,
                     *       "revoke_reason": "cancelled",
                     *       "submitted_by": null,
                     *       "parent_id": null,
                     *       "root_id": null
                     *     }
                     */
                    "application/json": components["schemas"]["WorkflowDto"];
                };
            };
            /** @description Running steps were asked to stop */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workflow_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "primes-report",
                     *       "status": "STARTED",
                     *       "tags": [],
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "finished_at": null,
                     *       "step_count": 2,
                     *       "open_step_count": 1,
                     *       "revoke_reason": null,
                     *       "submitted_by": null,
                     *       "parent_id": null,
                     *       "root_id": null
                     *     }
                     */
                    "application/json": components["schemas"]["WorkflowDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkflowNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["StateConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationOrIdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
    streamWorkflowEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description ID of the last event received: after the last of all, nothing is sent again */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The `workflow_id` returned by the submit */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, as they happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 2000
                     *
                     *     id: 0
                     *     event: snapshot
                     *     data: {"workflow_id":"01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e","status":"PENDING","steps":{"counts":{"status":"PENDING"}}}
                     *
                     *     id: 0
                     *     event: step
                     *     data: {"name":"counts","status":"STARTED"}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description The end was already received according to `Last-Event-ID`; an EventSource stops reconnecting */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkflowNotFound"];
            408: components["responses"]["RequestTimeout"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailable"];
        };
    };
    retryWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `workflow_id` returned by the submit */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workflow goes on */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workflow_id": "01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e",
                     *       "name": "primes-report",
                     *       "status": "STARTED",
                     *       "tags": [],
                     *       "created_at": "2026-11-24T08:00:00.000Z",
                     *       "finished_at": null,
                     *       "step_count": 2,
                     *       "open_step_count": 1,
                     *       "revoke_reason": null,
                     *       "submitted_by": null,
                     *       "parent_id": null,
                     *       "root_id": null
                     *     }
                     */
                    "application/json": components["schemas"]["WorkflowDto"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkflowNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["StateConflictOrIdempotencyInFlight"];
            413: components["responses"]["PayloadTooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["RateLimitedOrQueueFull"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["BrokerUnavailableOrBrokerCorruptOrHistoryUnavailableOrAuditUnavailable"];
        };
    };
}
