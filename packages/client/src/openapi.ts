/* Written by packages/client/scripts/write-types.mjs from /openapi.json. Do not edit. */

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Return a greeting */
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
        /** List audit log entries */
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
        /** Acknowledge that Redis has lost its data */
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
        /** List bulk actions, newest first */
        get: operations["listBulkActions"];
        put?: never;
        /** Retry, cancel or delete all tasks that match a filter or a query */
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
        /** Get a bulk action and its progress */
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
        /** Abort a bulk action */
        post: operations["cancelBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/capabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what this installation supports */
        get: operations["getCapabilities"];
        put?: never;
        post?: never;
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
        /** List failed tasks (dead letters), or group them by error */
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
        /** Delete dead letters and their data */
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
        /** Run dead letters again with the same IDs and all attempts restored */
        post: operations["redriveDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deploys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of the workers by the time at which they were deployed */
        get: operations["listDeploys"];
        put?: never;
        post?: never;
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
        /** List failed tasks grouped by error */
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
        /** Get a group of failed tasks with the same error */
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
        /** Ignore an error, permanently or until a given time */
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
        /** Run the failed tasks of an error again with the same IDs and all attempts restored */
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
        /** Reopen a resolved or ignored error */
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
        /** Mark an error as resolved */
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
        /** Stream the changes of all tasks */
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
        /** Fetch a URL in a worker */
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
        /** Download the body fetched by a task */
        get: operations["getFetchedBody"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find the task, workflow, bulk action, worker, schedule or error that has an ID */
        get: operations["findById"];
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
        /** Check the health of the service: broker, memory, history, and a live worker for each queue */
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
        /** Check whether this process is alive (never uses the broker) */
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
        /** Check whether this process is ready for traffic */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the results of all health checks; the status is 200 even if the service is unhealthy */
        get: operations["getHealthReport"];
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
        /** Get the metrics of this process, the queues and the broker for Prometheus */
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
        /** Send a notification to one or more recipients (durable) */
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
        /** Submit up to 1,000 notifications at once */
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
        /** List the email templates with their variables */
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
        /** Preview a template with its sample variables */
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
        /** Send an email after the response (not durable) */
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
        /** List all queues with their backlog, workers and throughput */
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
        /** Get a queue */
        get: operations["getQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Limit the concurrency or start rate of a queue across all workers */
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
        /** Close a queue: refuse new tasks; waiting and running tasks continue */
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
        /** Open a closed queue to new tasks */
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
        /** Pause a queue */
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
        /** Revoke all waiting tasks of a queue and delete all finished ones */
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
        /** Resume a paused queue */
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
        /** Revoke all waiting tasks of a queue */
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
        /** Get only the status and result of a task */
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
        /** List schedules by ID */
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
        /** Get a schedule */
        get: operations["getSchedule"];
        /** Create a schedule, or replace its definition */
        put: operations["putSchedule"];
        post?: never;
        /** Delete a schedule and its history */
        delete: operations["deleteSchedule"];
        options?: never;
        head?: never;
        /** Change some fields of a schedule */
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
        /** Submit the ticks of a past period that were not submitted */
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
        /** Pause a schedule */
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
        /** Show the next ticks of a schedule */
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
        /** Resume a paused schedule */
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
        /** Submit the task or workflow of a schedule now */
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
        /** List the last ticks of a schedule */
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
        /** Preview the ticks of a rule without storing it */
        post: operations["previewRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the current session and the ways to log in */
        get: operations["getSession"];
        put?: never;
        /** Log in with an API key */
        post: operations["logIn"];
        /** Log out */
        delete: operations["logOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the settings of this API process, without secrets, and the versions */
        get: operations["getSettings"];
        put?: never;
        post?: never;
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
        /** Get statistics over time, by queue, task type or worker */
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
        /** List the task types with their defaults, limits and JSON Schemas */
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
        /** Get a task type with its defaults, limits and JSON Schemas */
        get: operations["getTaskType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Limit the start rate, run time or concurrency of a task type across all workers, or pause it */
        patch: operations["limitTaskType"];
        trace?: never;
    };
    "/task-types/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Pause a task type */
        put: operations["pauseTaskType"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/task-types/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Resume a paused task type */
        put: operations["resumeTaskType"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/task-types/{name}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the last tasks of a type that have ended, with their durations and percentiles */
        get: operations["listTaskRuns"];
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
        /** List or search tasks, newest first */
        get: operations["listTasks"];
        put?: never;
        /** Divide x by y in a worker */
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
        /** Get a task: its status, progress, result or error */
        get: operations["getTask"];
        put?: never;
        post?: never;
        /** Delete a finished task and its data */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        /** Change the payload, priority, time, expiry or tags of a waiting task */
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
        /** Cancel a task */
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
        /** Stream the events of a task until it is final */
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
        /** Get the log lines of a task */
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
        /** Run a delayed task immediately */
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
        /** Submit a task again as a new task, optionally with another payload or other options */
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
        /** Run a FAILURE or REVOKED task again with the same ID and all attempts restored */
        post: operations["retryTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{task_id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a token for a browser that reads only this task */
        post: operations["createTaskToken"];
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
        /** Get the state changes of a task */
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
        /** Explain why a task waits */
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
        /** Submit up to 1,000 tasks at once */
        post: operations["submitBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the tasks that match, by status */
        get: operations["countTasks"];
        put?: never;
        post?: never;
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
        /** Export all tasks that match, as JSON Lines */
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
        /** Fetch a public URL and store the response */
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
        /** Count the primes below n */
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
        /** Divide x by y */
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
        /** Deliver one event as a signed webhook */
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
        /** Send one email */
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
        /** Suggest completions of a query */
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
        /** List the saved queries of this key, and the shared ones */
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
        /** Get a saved query */
        get: operations["getView"];
        /** Save a query */
        put: operations["putView"];
        post?: never;
        /** Delete a saved query */
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
        /** List worker processes with their tasks, counts and load */
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
        /** Get a worker process */
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
        /** Send a command to one worker or to all */
        post: operations["sendWorkerCommand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workers/{worker_id}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the settings of a worker process, without secrets */
        get: operations["getWorkerSettings"];
        put?: never;
        post?: never;
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
        /** List workflows, newest first */
        get: operations["listWorkflows"];
        put?: never;
        /** Start a workflow: a graph of named steps, each of which is a task */
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
        /** Get a workflow with its steps, their states and times, and its critical path */
        get: operations["getWorkflow"];
        put?: never;
        post?: never;
        /** Delete a finished workflow with all its tasks */
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
        /** Get a workflow as a Mermaid flowchart */
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
        /** Cancel a workflow with all its steps */
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
        /** Stream the events of a workflow and all its steps until it is final */
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
        /** Run the failed and revoked steps of a FAILURE or REVOKED workflow again */
        post: operations["retryWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{workflow_id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a token for a browser that reads only this workflow and its steps */
        post: operations["createWorkflowToken"];
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
            /** @description The acknowledged loss; null if there was none or it was already acknowledged */
            data_loss: components["schemas"]["DataLossDto"] | null;
        };
        ActiveTaskDto: {
            attempt: number;
            name: string;
            /** Format: date-time */
            since: string;
            /** Format: uuid */
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
             * @description Task created by POST /fetch; the email waits until it has finished.
             */
            fetch_task_id?: string;
            /** @description File name shown to the recipient; default: the last part of the fetched URL, or `attachment-1` */
            filename?: string;
        };
        AttemptCountsDto: {
            failed: number;
            /** @description All attempts, including those that asked to run later */
            processed: number;
            retried: number;
            revoked: number;
            succeeded: number;
        };
        AttemptErrorDto: {
            attempt: number;
            /** Format: date-time */
            ended_at: string;
            message: string;
            /** Format: date-time */
            started_at: string;
            type: string;
            worker: string;
        };
        AuditEntryDto: {
            /**
             * @description `oidc`: a person who has logged in at the identity provider.
             * @enum {string}
             */
            access: "key" | "oidc" | "loopback" | "open";
            action: string;
            /**
             * Format: date-time
             * @description Time of the request, by the broker's clock
             */
            at: string;
            audit_id: string;
            /** @description Address of the client; visible to admins only */
            client_address: string | null;
            /** @description Other parameters of the request, shortened and without secrets. */
            details: {
                [key: string]: unknown;
            };
            /** @description Path of the resource that the action created */
            location: string | null;
            /**
             * @description `refused`: nothing was done.
             * @enum {string}
             */
            outcome: "succeeded" | "refused" | "failed" | "pending" | "lost";
            /** @description The `reason` or `note` of the request; null if it has none */
            reason: string | null;
            request_id: string | null;
            /** @enum {string} */
            role: "viewer" | "submitter" | "operator" | "admin";
            /** @description HTTP status of the response; null until there is one */
            status: number | null;
            target: string | null;
            /** @description Name of the API key, or `oidc:` and the name of a person; `anonymous` if no keys are configured */
            who: string;
        };
        AuditPageDto: {
            /** @description Newest first */
            items: components["schemas"]["AuditEntryDto"][];
            /** @description Cursor of the next page; null on the last page. */
            next_cursor: string | null;
        };
        BackfillDto: {
            /** @description Number of ticks submitted, or to be submitted after a dry run */
            count: number;
            dry_run: boolean;
            /** @description Every tick of the period, oldest first */
            items: components["schemas"]["BackfilledTickDto"][];
        };
        BackfilledTickDto: {
            /**
             * @description `planned`: a dry run.
             * @enum {string}
             */
            outcome: "planned" | "exists" | "submitted" | "refused";
            /** @description Why it was refused */
            reason: string | null;
            /** Format: uuid */
            task_id: string | null;
            /** Format: date-time */
            tick_at: string;
            /**
             * Format: uuid
             * @description Instead of `task_id`, if the schedule starts a workflow
             */
            workflow_id: string | null;
        };
        BackfillRequestDto: {
            /** @description `true`: only list the ticks and submit nothing; default `true` */
            dry_run?: boolean;
            /**
             * Format: date-time
             * @description Start of the period, inclusive
             */
            from: string;
            /** @description Kept in the audit log */
            reason?: string;
            /**
             * Format: date-time
             * @description End of the period, inclusive; not in the future.
             */
            to: string;
        };
        BackoffDto: {
            /** @description Wait after the first failure; `exponential` doubles it after each further one; default `1000` */
            delay_ms?: number;
            /** @description Random share of each wait, so that tasks that failed together do not retry together; default `0.5` */
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
            tasks: components["schemas"]["BatchTaskDto"][];
        };
        BatchItemDto: {
            problem?: components["schemas"]["Problem"];
            /** Format: uuid */
            task_id?: string;
            /** @description Only after a submit with `token`. */
            token?: string;
            /** Format: date-time */
            token_expires_at?: string;
        };
        BatchTaskDto: {
            name: string;
            options?: components["schemas"]["RequestOptionsDto"];
            /** @description Defined by the schema of the task type */
            payload: {
                [key: string]: unknown;
            };
        };
        BridgeOriginDto: {
            /** @description ID of the task in that system */
            id: string;
            /** @description Name of the bridge */
            name: string;
        };
        BulkActionDto: {
            /** @enum {string} */
            action: "retry" | "cancel" | "delete" | "revoke-waiting" | "drain" | "purge";
            /** Format: uuid */
            bulk_action_id: string;
            /** Format: date-time */
            cancel_requested_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description Tasks the action was applied to, including running tasks that were asked to stop */
            done: number;
            dry_run: boolean;
            /**
             * Format: uuid
             * @description The dry run whose tasks are acted on
             */
            dry_run_id: string | null;
            /** @description Error that prevented the action from completing */
            error: components["schemas"]["TaskErrorDto"] | null;
            /** @description Errors of the first ten failed tasks */
            errors: components["schemas"]["BulkErrorDto"][];
            /** @description Tasks the action failed on */
            failed: number;
            /** @description Null for an action by query */
            filter: components["schemas"]["BulkFilterDto"] | null;
            /** Format: date-time */
            finished_at: string | null;
            /** @description Tasks examined so far, of any kind */
            looked_at: number;
            /** @description Tasks that match the filter or the query */
            matched: number;
            /** @description Percentage */
            progress: number;
            /** @description The query; null for an action by filter or by `dry_run_id`. */
            q: string | null;
            reason: string | null;
            /** @description Name of the API key; null if no keys are configured */
            requested_by: string | null;
            /** @description Reason for the abort */
            revoke_reason: string | null;
            /** @description IDs of the first twenty matching tasks */
            sample: string[];
            /** @description Tasks skipped because their state changed before their turn */
            skipped: number;
            /** Format: date-time */
            started_at: string | null;
            /**
             * @description RETRY: its worker died or the broker was unavailable; the action resumes where it stopped.
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** @description True if more than 100,000 tasks match the query: only the newest of these are acted on */
            truncated: boolean;
        };
        BulkActionRequestDto: {
            /** @enum {string} */
            action: "retry" | "cancel" | "delete";
            /** @description Only count the matching tasks and return a sample; change nothing; default `false` */
            dry_run?: boolean;
            /**
             * Format: uuid
             * @description Instead of a query: ID of a dry run by query of the same action that ended at most an hour ago.
             */
            dry_run_id?: string;
            /** @description At least one criterion. */
            filter?: components["schemas"]["BulkFilterDto"] | null;
            /** @description Query instead of a filter; see docs/queries.md. */
            q?: string;
            /** @description Kept in the audit log, and as `revoke_reason` of the revoked tasks */
            reason?: string;
        };
        BulkActionsDto: {
            /** @description Newest first; kept for a week */
            items: components["schemas"]["BulkActionDto"][];
            /** @description Cursor of the next page; null on the last page */
            next_cursor: string | null;
        };
        BulkErrorDto: {
            message: string;
            /** Format: uuid */
            task_id: string;
        };
        BulkFilterDto: {
            /**
             * Format: date-time
             * @description Only tasks submitted at or after this time
             */
            created_after?: string;
            /**
             * Format: date-time
             * @description Only tasks submitted before this time
             */
            created_before?: string;
            /** @description Name of the task type */
            name?: string;
            queue?: string;
            /**
             * @description Must be a status that the action applies to.
             * @enum {string}
             */
            status?: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            tag?: string;
        };
        CancelDto: {
            /** @description default `cancelled` */
            reason?: string;
        };
        CapabilitiesDto: {
            history: components["schemas"]["HistoryCapabilityDto"];
            stats: components["schemas"]["StatsCapabilityDto"];
            /** @description TRACE_URL: address of a trace, with {trace_id} in place of its ID; null if it is not set */
            trace_url: string | null;
            /** @description Version of this API process */
            version: string;
        };
        ChangeTaskDto: {
            /** @description Delay before the task may start, in ms; not together with `run_at` */
            delay_ms?: number;
            /**
             * Format: date-time
             * @description Latest start; null means never.
             */
            expires_at?: string | null;
            /** @description Replaces the whole payload. */
            payload?: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            priority?: "low" | "normal" | "high" | "critical";
            /** @description Kept in the audit log */
            reason?: string;
            /**
             * Format: date-time
             * @description Earliest start (RFC 3339); null or a time in the past means now
             */
            run_at?: string | null;
            /** @description Labels to find the task by */
            tags?: string[];
        };
        CommandOutcomeDto: {
            /** @description Workers that did not reply in time; they may still carry out the command */
            missing: components["schemas"]["MissingWorkerDto"][];
            replies: components["schemas"]["WorkerReplyDto"][];
        };
        ConfirmedDto: {
            /** @description Name of the queue, repeated as confirmation */
            confirm: string;
            /** @description Kept in the audit log, and as `revoke_reason` of the revoked tasks */
            reason?: string;
        };
        ConsumedQueueDto: {
            /** @description Running tasks of this queue on this worker */
            active_count: number;
            /** @description Maximum number of tasks at once */
            concurrency: number;
            name: string;
            /** @description Whether this worker was told to stop consuming the queue */
            paused: boolean;
        };
        CountPrimesPayload: {
            /** @description Upper bound, exclusive */
            n: number;
        };
        DataLossDto: {
            /**
             * @description `emptied`: FLUSHALL, FLUSHDB or deleted keys while Redis was running.
             * @enum {string}
             */
            cause: "emptied" | "replaced" | "unknown";
            /**
             * Format: date-time
             * @description Time at which a process detected the loss
             */
            lost_at: string;
            /** @description Tasks stored at the last check before the loss: waiting, running and finished */
            tasks: number;
        };
        DeadLetterAnswerDto: {
            failed: components["schemas"]["DeadLetterFailureDto"][];
            /** @description Null if all tasks were processed. */
            next_cursor: string | null;
            succeeded: string[];
        };
        DeadLetterFailureDto: {
            /** @description The task does not exist or is no longer FAILURE */
            problem: components["schemas"]["Problem"];
            task_id: string;
        };
        DeadLetterGroupDto: {
            count: number;
            error_type: string;
            /**
             * Format: uuid
             * @description Newest task of the group
             */
            example_task_id: string;
            fingerprint: string;
            /**
             * Format: date-time
             * @description Time at which the first task of the group failed
             */
            first_at: string;
            /**
             * Format: date-time
             * @description Time at which the latest task of the group failed
             */
            last_at: string;
            /** @description Error message with its values replaced by placeholders, shortened to 300 characters */
            message_pattern: string;
            /** @description Name of the task type */
            name: string;
            /** @description Newest tasks of the group, at most ten */
            task_ids: string[];
        };
        DeadLetterGroupsDto: {
            /** @description Largest first */
            groups: components["schemas"]["DeadLetterGroupDto"][];
            /** @description False if there are more groups than `limit`, or more tasks or groups than one request examines (the newest 10,000 and 1,000). */
            is_complete: boolean;
        };
        DeadLetterPageDto: {
            /** @description Newest first */
            items: components["schemas"]["TaskDto"][];
            /** @description Cursor of the next page; null on the last page. */
            next_cursor: string | null;
        };
        DeadLetterSelectionDto: {
            /** @description `next_cursor` of the previous response, to continue with a group */
            cursor?: string;
            /** @description Fingerprint of a group: selects its newest tasks, at most 1,000 */
            fingerprint?: string;
            /** @description Only tasks of this type within the group */
            name?: string;
            /** @description Kept in the audit log */
            reason?: string;
            /** @description IDs of the tasks; give either `task_ids` or `fingerprint` */
            task_ids?: string[];
        };
        DeduplicateDto: {
            key: string;
            /**
             * @description `unique`: no other task with this key while one is unfinished (or for `ttl_ms`).
             * @enum {string}
             */
            mode?: "unique" | "debounce" | "throttle";
            /** @description Required by throttle and debounce */
            ttl_ms?: number;
        };
        DeliveredWebhookDto: {
            /** @description HTTP status of the receiver: 200 to 299 */
            status_code: number;
        };
        DeliverWebhookPayload: {
            /** @description Any JSON object */
            data: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description Time of the event (RFC 3339); default: the time of the submit
             */
            timestamp?: string;
            /** @description Words joined by dots, from general to specific */
            type: string;
            /**
             * Format: uri
             * @description An absolute http:// or https:// URL with a public address
             */
            url: string;
        };
        DeployDto: {
            /**
             * Format: date-time
             * @description Time at which the first worker of the version started
             */
            at: string;
            version: string;
        };
        DeploysDto: {
            /** @description Newest first; the last 50 */
            items: components["schemas"]["DeployDto"][];
        };
        DividePayload: {
            /** @description The dividend */
            x: number;
            /** @description The divisor */
            y: number;
        };
        DurationsDto: {
            /** @description Null if none has started */
            p50: number | null;
            /** @description Null if none has started */
            p95: number | null;
        };
        EmailNotificationDto: {
            /** @description At most MAX_ATTACHMENT_BYTES in total */
            attachments?: components["schemas"]["AttachmentDto"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            channel: "email";
            html?: string;
            /**
             * Format: uri
             * @description https:// (one-click unsubscribe by POST, RFC 8058) or mailto: (RFC 2369); Gmail and Yahoo require it from bulk senders
             */
            list_unsubscribe?: string;
            /** @description Options of each task; a `deduplicate` key applies to each recipient separately */
            options?: components["schemas"]["SubmitOptionsDto"];
            /**
             * Format: email
             * @description Reply-To address; ASCII only before the @
             */
            reply_to?: string;
            /** @description Required without a template */
            subject?: string;
            /** @description Folder name of a template; alternatively give `subject` and `text` or `html` */
            template?: string;
            /** @description Generated from `html` if left out; without a template, `text` or `html` is required */
            text?: string;
            /** @description One address or several; each recipient gets a separate email and does not see the others */
            to: string | string[];
            /** @description Exactly the variables that the template needs */
            variables?: {
                [key: string]: unknown;
            };
        };
        ErrorDecisionDto: {
            /** Format: date-time */
            at: string;
            /** @description Name of the API key; `anonymous` if no keys are configured */
            by: string;
            /** @enum {string} */
            decision: "resolved" | "ignored";
            note: string | null;
            /** Format: date-time */
            until: string | null;
        };
        ErrorGroupDto: {
            /** @description Number of failed tasks in the counted period */
            count: number;
            /** @description Number of failed tasks in each of 24 equal parts of the counted period, oldest first */
            counts: number[];
            /** @description The last decision about the group; null if there is none */
            decision: components["schemas"]["ErrorDecisionDto"] | null;
            error_type: string;
            /** @description Identifies the group: the same for the same task type, error type and message pattern */
            fingerprint: string;
            /**
             * Format: date-time
             * @description Time at which the first known task of the group failed, even before the counted period
             */
            first_seen_at: string;
            /** Format: date-time */
            last_seen_at: string;
            /** @description Error message with its values replaced by placeholders, shortened to 300 characters */
            message_pattern: string;
            /** @description Name of the task type */
            name: string;
            /** @description Queues of the tasks */
            queues: string[];
            /**
             * @description `open`: no decision, or the time until which it was ignored is over.
             * @enum {string}
             */
            state: "open" | "reopened" | "resolved" | "ignored";
            /** @description Newest tasks of the group, newest first, at most ten */
            task_ids: string[];
            /** @description Versions of the workers on which the tasks failed, in the order of the first failure. */
            versions: string[];
        };
        ErrorRedriveDto: {
            /** @description Failed tasks that only the history holds: they cannot run again, but `POST /tasks/{task_id}/replay` can submit them anew. */
            archived: number | null;
            dry_run: boolean;
            failed: components["schemas"]["DeadLetterFailureDto"][];
            /** @description False if more tasks exist than a request examines: the numbers are then lower bounds */
            is_complete: boolean;
            /** @description Failed tasks that can run again: all of them in a dry run, otherwise those of this response */
            matched: number;
            /** @description Null if all tasks were processed. */
            next_cursor: string | null;
            succeeded: string[];
        };
        ErrorsDto: {
            /** @description Length of the period of each of `counts` */
            counts_step_ms: number;
            /**
             * Format: date-time
             * @description Start of the counted period, which ends now
             */
            from: string;
            /** @description False if there are more failures or groups than one request examines (the newest 10,000 in Redis, and 1,000 groups), or if the history did not answer. */
            is_complete: boolean;
            items: components["schemas"]["ErrorGroupDto"][];
            /** @description Cursor of the next page; null on the last page */
            next_cursor: string | null;
            /**
             * @description `broker`: tasks whose retention in Redis is not over.
             * @enum {string}
             */
            source: "broker" | "history";
        };
        EstimateBasisDto: {
            /** @description Throughput of the queue in tasks per second */
            per_second: number;
            /** @description Tasks of the queue that can run at once */
            slots: number;
            /** @description Tasks that start, or end, before this one */
            tasks_ahead: number;
            /**
             * @description Period of that measurement
             * @enum {string}
             */
            window: "minute" | "hour";
        };
        FetchBody: {
            /** @description Accepted media types: sent as Accept; a response of another type is a final FAILURE */
            accept?: string[];
            /** @description Maximum age of a cached response; default FETCH_CACHE_TTL_MS. */
            cache_ttl_ms?: number;
            /** @description Time limit for DNS, TCP and TLS of one connection; at most FETCH_CONNECT_TIMEOUT_MS */
            connect_timeout_ms?: number;
            /** @description Time limit for the response headers once the request is sent; at most FETCH_FIRST_BYTE_TIMEOUT_MS */
            first_byte_timeout_ms?: number;
            /** @description Request headers, only from this list; upper case is accepted too. */
            headers?: {
                "accept-language"?: string;
                referer?: string;
                "user-agent"?: string;
            };
            /** @description Size limit of the decompressed body; at most FETCH_MAX_BYTES. */
            max_bytes?: number;
            /**
             * @description HEAD: the result has the status and headers but no body; default `GET`
             * @enum {string}
             */
            method?: "GET" | "HEAD";
            /** @description Time limit of a whole attempt, redirects included; at most FETCH_TIMEOUT_MS */
            total_timeout_ms?: number;
            /**
             * Format: uri
             * @description An absolute http:// or https:// URL with a public address; in the body or in the query
             */
            url?: string;
        };
        FetchedDto: {
            /**
             * Format: uri-reference
             * @description Instead of `data` for a body over 256 KiB: the URL to read it from
             */
            body_url?: string;
            /** @description Size of the decompressed body */
            bytes: number;
            /** @description Charset that the text in `data` was decoded from; null if it is not text */
            charset: string | null;
            content_type: string | null;
            /** @description The body: parsed JSON, text as a string, anything else in base64; null after HEAD */
            data?: unknown;
            /**
             * @description Encoding of the body in `data`; null if it is not there
             * @enum {string|null}
             */
            encoding: "json" | "text" | "base64" | null;
            /**
             * Format: uri
             * @description URL after redirects
             */
            final_url: string;
            /** @description True if the body came from the cache and was not transferred */
            from_cache: boolean;
            /** @description Response headers with lower-case names; never cookies */
            headers: {
                [key: string]: string;
            };
            /** @description True if the origin confirmed that the cached body is still valid */
            revalidated: boolean;
            /** @description SHA-256 of the decompressed body in hex; null after HEAD */
            sha256: string | null;
            /** @enum {string} */
            status: "complete";
            status_code: number;
        };
        FetchPayload: {
            /** @description Accepted media types: sent as Accept; a response of another type is a final FAILURE */
            accept?: string[];
            /** @description Maximum age of a cached response; default FETCH_CACHE_TTL_MS. */
            cache_ttl_ms?: number;
            /** @description Time limit for DNS, TCP and TLS of one connection; at most FETCH_CONNECT_TIMEOUT_MS */
            connect_timeout_ms?: number;
            /** @description Time limit for the response headers once the request is sent; at most FETCH_FIRST_BYTE_TIMEOUT_MS */
            first_byte_timeout_ms?: number;
            /** @description Request headers, only from this list; upper case is accepted too. */
            headers?: {
                "accept-language"?: string;
                referer?: string;
                "user-agent"?: string;
            };
            /** @description Size limit of the decompressed body; at most FETCH_MAX_BYTES. */
            max_bytes?: number;
            /**
             * @description HEAD: the result has the status and headers but no body; default `GET`
             * @enum {string}
             */
            method?: "GET" | "HEAD";
            /** @description Time limit of a whole attempt, redirects included; at most FETCH_TIMEOUT_MS */
            total_timeout_ms?: number;
            /**
             * Format: uri
             * @description An absolute http:// or https:// URL with a public address
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
            /** Format: uuid */
            task_id: string;
        };
        FleetReadyDto: {
            /** @description Whether the stream continues after `Last-Event-ID` */
            resumed: boolean;
        };
        FleetResetDto: {
            /**
             * @description `cannot-resume`: `Last-Event-ID` is too old or comes from another process.
             * @enum {string}
             */
            reason: "cannot-resume" | "too-slow" | "changes-missed";
        };
        FleetSkippedDto: {
            /** @description Changes skipped since the last such event */
            skipped: number;
        };
        FoundDto: {
            id: string;
            /**
             * @description Null if nothing has the ID
             * @enum {string|null}
             */
            kind: "task" | "workflow" | "bulk-action" | "worker" | "schedule" | "error" | null;
            /** @description Path of its route; null if nothing has the ID */
            path: string | null;
        };
        HealthDto: {
            /** @description All checks */
            details: {
                [key: string]: {
                    /** @enum {string} */
                    status: "up" | "degraded" | "down";
                } & {
                    [key: string]: unknown;
                };
            };
            /** @description Checks that are down */
            error: {
                [key: string]: {
                    /** @enum {string} */
                    status: "up" | "degraded" | "down";
                } & {
                    [key: string]: unknown;
                };
            };
            /** @description Checks that are not down */
            info: {
                [key: string]: {
                    /** @enum {string} */
                    status: "up" | "degraded" | "down";
                } & {
                    [key: string]: unknown;
                };
            };
            /** @enum {string} */
            status: "ok" | "degraded" | "error" | "shutting_down";
        };
        HelloDto: {
            message: string;
        };
        HistoryCapabilityDto: {
            /** @description True with HISTORY_URL: finished tasks stay readable beyond their retention. */
            enabled: boolean;
        };
        HookDefinitionDto: {
            /** @description Without `retention_ms`, `webhook_url` and `deduplicate`, which do not apply to a task of a workflow */
            options?: components["schemas"]["SubmitOptionsDto"];
            /** @description Defined by the schema of the task type. */
            payload?: {
                [key: string]: unknown;
            };
            /** @description Name of the task */
            task: string;
        };
        HookDto: {
            /** Format: date-time */
            finished_at: string | null;
            queue: string;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** @description Name of its task */
            task: string;
            /** Format: uuid */
            task_id: string;
        };
        IgnoreErrorDto: {
            /** @description Shown with the group, and kept in the audit log. */
            note?: string;
            /** @description Kept in the audit log */
            reason?: string;
            /**
             * Format: date-time
             * @description The group is open again from this time on; in the future.
             */
            until?: string;
        };
        ItemDto: {
            /** Format: date-time */
            finished_at: string | null;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** Format: uuid */
            task_id: string;
        };
        ItemsDto: {
            /** @description Number of items that have ended */
            ended: number;
            /** @description Only with `?items=true`: the items, in order */
            tasks?: components["schemas"]["ItemDto"][];
            total: number;
        };
        LoginDto: {
            /** @description Label of its button; for `oidc` */
            title?: string;
            /**
             * @description `key`: by POST /session with an API key.
             * @enum {string}
             */
            type: "key" | "oidc";
            /** @description Path to open in the browser, with `?next=` and the page to go to; for `oidc` */
            url?: string;
        };
        LogInDto: {
            /** @description An API key */
            key: string;
        };
        LookedDto: {
            /** @description False if the search ended before the page was full, or a source did not respond. */
            complete: boolean;
            /** @description Number of tasks examined in the broker */
            looked_at: number;
            /**
             * @description The source that did not respond: the page is from the other source alone.
             * @enum {string|null}
             */
            missing: "history" | "broker" | null;
            /**
             * Format: date-time
             * @description Only for an incomplete page: tasks up to this time were examined, in the order of the list.
             */
            until: string | null;
        };
        LoopDelayDto: {
            p50: number;
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
            name: string;
            /** @enum {string} */
            state: "online" | "draining" | "lost";
            /** Format: uuid */
            worker_id: string;
        };
        NewTask: components["schemas"]["TaskDto"] & {
            result: null;
        };
        NotificationBatchDto: {
            /** @description 1 to 1000 notifications that create at most 1000 tasks in total */
            notifications: (components["schemas"]["EmailNotificationDto"] | components["schemas"]["WebhookNotificationDto"])[];
        };
        NotificationOutcomeDto: {
            problem?: components["schemas"]["Problem"];
            /** @description One task per recipient */
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
            message: string;
        };
        OneErrorDto: {
            /** @description Number of failed tasks in the counted period */
            count: number;
            /** @description Number of failed tasks in each of 24 equal parts of the counted period, oldest first */
            counts: number[];
            /** @description Length of the period of each of `counts` */
            counts_step_ms: number;
            /** @description The last decision about the group; null if there is none */
            decision: components["schemas"]["ErrorDecisionDto"] | null;
            error_type: string;
            /** @description Identifies the group: the same for the same task type, error type and message pattern */
            fingerprint: string;
            /**
             * Format: date-time
             * @description Time at which the first known task of the group failed, even before the counted period
             */
            first_seen_at: string;
            /**
             * Format: date-time
             * @description Start of the counted period, which ends now
             */
            from: string;
            /** @description False if there are more failures or groups than one request examines (the newest 10,000 in Redis, and 1,000 groups), or if the history did not answer. */
            is_complete: boolean;
            /** Format: date-time */
            last_seen_at: string;
            /** @description Error message with its values replaced by placeholders, shortened to 300 characters */
            message_pattern: string;
            /** @description Name of the task type */
            name: string;
            /** @description Queues of the tasks */
            queues: string[];
            /**
             * @description `broker`: tasks whose retention in Redis is not over.
             * @enum {string}
             */
            source: "broker" | "history";
            /**
             * @description `open`: no decision, or the time until which it was ignored is over.
             * @enum {string}
             */
            state: "open" | "reopened" | "resolved" | "ignored";
            /** @description Newest tasks of the group, newest first, at most ten */
            task_ids: string[];
            /** @description Versions of the workers on which the tasks failed, in the order of the first failure. */
            versions: string[];
        };
        PastRevocationDto: {
            /** Format: date-time */
            at: string;
            /** @description Reason for the revocation */
            reason: string;
            /** Format: date-time */
            retried_at: string;
        };
        PauseRequestDto: {
            /** @description Shown with the schedule, and kept in the audit log. */
            note?: string;
            /** @description Kept in the audit log */
            reason?: string;
        };
        PreviewDto: {
            /** @description Soonest first; jitter is not included */
            items: components["schemas"]["PreviewedTickDto"][];
        };
        PreviewedTickDto: {
            /** Format: date-time */
            at: string;
            /**
             * @description `gap`: a clock change skips this time, so the tick is right after it.
             * @enum {string|null}
             */
            clock_change: "gap" | "overlap" | null;
            /** @description The same time in the zone of the schedule */
            local: string;
        };
        PreviewRequestDto: {
            /**
             * Format: date-time
             * @description Show the ticks after this time.
             */
            after?: string;
            /** @description Number of ticks; default `10` */
            count?: number;
            /** @description Cron expression of 5 or 6 fields (seconds first), with names, `L`, `W` and `#`. */
            cron?: string | null;
            /**
             * Format: date-time
             * @description Latest tick
             */
            end_at?: string | null;
            /** @description Interval in ms, counted from `start_at`, or from 1970, so that ticks fall on round times */
            every_ms?: number | null;
            /**
             * Format: date-time
             * @description Earliest tick
             */
            start_at?: string | null;
            /** @description IANA time zone of `cron`. */
            tz?: string;
        };
        Problem: {
            /** @enum {string} */
            code: "malformed" | "unauthenticated" | "forbidden" | "not-found" | "task-not-found" | "task-type-not-found" | "read-only" | "request-timeout" | "queue-not-found" | "worker-not-found" | "bulk-action-not-found" | "schedule-not-found" | "error-not-found" | "workflow-not-found" | "view-not-found" | "no-fetched-body" | "state-conflict" | "schedule-conflict" | "idempotency-in-flight" | "payload-too-large" | "uri-too-long" | "unsupported-media-type" | "range-not-satisfiable" | "validation" | "idempotency-mismatch" | "rate-limited" | "queue-full" | "queue-closed" | "headers-too-large" | "not-implemented" | "internal" | "broker-unavailable" | "broker-corrupt" | "history-unavailable" | "body-unavailable" | "provider-unavailable" | "audit-unavailable";
            detail: string;
            errors?: components["schemas"]["ProblemField"][];
            /** @description Path of the request */
            instance: string;
            status: number;
            title: string;
            /** @description ID of the request's trace, if traces are recorded */
            trace_id?: string;
            /** @description Identifies the kind of problem */
            type: string;
        };
        ProblemField: {
            /** @description Column of a mistake in a query, from 1 */
            column?: number;
            /** @description Its length; 0 where something is missing */
            length?: number;
            message: string;
            /** @description Name of the query or path parameter */
            parameter?: string;
            /** @description JSON pointer into the body */
            pointer?: string;
            /** @description What may have been meant instead, the most likely first */
            suggestions?: string[];
        };
        QueueCountsDto: {
            /** @description Tasks waiting for their time or for their next attempt */
            delayed: number;
            /** @description Tasks with status FAILURE, kept until their retention ends */
            failed: number;
            /** @description Kept until their retention ends */
            revoked: number;
            started: number;
            /** @description Kept until their retention ends */
            succeeded: number;
            /** @description Tasks that can start now */
            waiting: number;
            /** @description Tasks waiting for other tasks of a workflow; no worker could start them now */
            waiting_for_steps: number;
        };
        QueueDto: {
            /** @description False if the queue is closed; submits then fail with 503 `queue-closed` */
            accepting: boolean;
            /** @description Estimated seconds for the current workers to clear the backlog, from the mean run time of the last minute, else of the last hour, else 1 s */
            backlog_seconds: number;
            /** @description Time, key and reason of the closing; null if the queue is open */
            closed: components["schemas"]["QueueHoldDto"] | null;
            /** @description Workers that consume the queue */
            consumers: number;
            counts: components["schemas"]["QueueCountsDto"];
            /**
             * Format: date-time
             * @description End of the last task, if no task runs or can start now; otherwise null.
             */
            idle_since: string | null;
            last_hour: components["schemas"]["QueueWindowDto"];
            last_minute: components["schemas"]["QueueWindowDto"];
            limits: components["schemas"]["QueueLimitsDto"];
            /** @description Run time of the longest-running task in ms, as of the last heartbeat; null if none */
            longest_running_ms: number | null;
            name: string;
            /** @description Age of the oldest runnable task in ms; null if none */
            oldest_waiting_ms: number | null;
            /** @description Time, key and reason of the pause; null if the queue is not paused or this is not known */
            pause: components["schemas"]["QueueHoldDto"] | null;
            /** @description True while no worker starts tasks of this queue */
            paused: boolean;
            /** @description Tasks that are not final; 0 once the queue is empty */
            remaining: number;
            /** @description Tasks that these workers can run at once */
            slots: number;
        };
        QueueHoldDto: {
            /** @description Name of the API key; `anonymous` if no keys are configured */
            by: string;
            reason: string | null;
            /** Format: date-time */
            since: string;
        };
        QueueLimitsChangeDto: {
            /** @description Maximum number of tasks running at once across all workers; null removes the limit */
            concurrency?: number | null;
            /** @description Maximum number of starts across all workers; null removes the limit */
            rate?: components["schemas"]["QueueRateDto"] | null;
            /** @description Kept in the audit log */
            reason?: string;
        };
        QueueLimitsDto: {
            /** @description Maximum number of tasks running at once across all workers */
            concurrency: number | null;
            /** @description Maximum number of starts across all workers */
            rate: components["schemas"]["QueueRateDto"] | null;
        };
        QueueRateDto: {
            duration_ms: number;
            max: number;
        };
        QueuesDto: {
            items: components["schemas"]["QueueDto"][];
        };
        QueueWindowDto: {
            /** @description Attempts that failed without a retry */
            failed: number;
            /** @description Finished attempts */
            per_second: number;
            /** @description Attempts that failed and are retried */
            retried: number;
            /** @description Run time of attempts */
            run_ms: components["schemas"]["RunTimesDto"];
            /** @description Successful attempts */
            succeeded: number;
            /** @description Time tasks waited for their first attempt */
            wait_ms: components["schemas"]["WaitTimesDto"];
        };
        ReasonDto: {
            /** @description Kept in the audit log */
            reason?: string;
        };
        RedriveErrorDto: {
            /** @description `next_cursor` of the previous response, to continue with the group */
            cursor?: string;
            /** @description `true`: only count the tasks; change nothing; default `false` */
            dry_run?: boolean;
            /** @description Kept in the audit log */
            reason?: string;
        };
        ReplayDto: {
            options?: components["schemas"]["RequestOptionsDto"];
            /** @description Defined by the schema of the task type */
            payload?: {
                [key: string]: unknown;
            };
            /** @description Kept in the audit log */
            reason?: string;
        };
        RequestOptionsDto: {
            /** @description Maximum number of executions */
            attempts?: number;
            /** @description Wait before each further attempt */
            backoff?: components["schemas"]["BackoffDto"];
            /** @description If an equal task exists, it is returned instead */
            deduplicate?: components["schemas"]["DeduplicateDto"];
            /** @description Delay before the task may start, in ms; not together with `run_at` */
            delay_ms?: number;
            /**
             * Format: date-time
             * @description Latest start: a task not started by then is REVOKED with `revoke_reason` `expired`
             */
            expires_at?: string;
            /** @enum {string} */
            priority?: "low" | "normal" | "high" | "critical";
            /** @description Time the result stays readable after the task has finished */
            retention_ms?: number;
            /**
             * Format: date-time
             * @description Earliest start (RFC 3339); a time in the past means now
             */
            run_at?: string;
            /** @description Labels to find the task by */
            tags?: string[];
            /** @description Time limit of one attempt */
            timeout_ms?: number;
            /** @description Adds a token for a browser to the response, valid for 15 minutes: see `/tokens` */
            token?: boolean;
            /**
             * Format: uri
             * @description Receives the final task, however it ends, as a signed webhook `task.succeeded`, `task.failed` or `task.revoked`.
             */
            webhook_url?: string;
        };
        ResolveErrorDto: {
            /** @description Shown with the group, and kept in the audit log. */
            note?: string;
            /** @description Kept in the audit log */
            reason?: string;
        };
        ResultDto: {
            /**
             * @description Only from the history: the retention of the task is over, and the broker has removed it
             * @enum {boolean}
             */
            archived?: true;
            /** @description Null until the task is final; the error message for FAILURE */
            result: unknown;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
        };
        RunTimesDto: {
            mean: number | null;
            p50: number | null;
            p95: number | null;
        };
        ScheduleChangeDto: {
            /**
             * @description Missed ticks to submit afterwards: none, only the last, or all (at most 100).
             * @enum {string}
             */
            catch_up?: "none" | "last" | "all";
            /** @description How far back `catch_up: all` goes, in ms; default `86400000` */
            catch_up_window_ms?: number;
            /** @description Cron expression of 5 or 6 fields (seconds first), with names, `L`, `W` and `#`. */
            cron?: string | null;
            /**
             * Format: date-time
             * @description Latest tick
             */
            end_at?: string | null;
            /** @description Interval in ms, counted from `start_at`, or from 1970, so that ticks fall on round times */
            every_ms?: number | null;
            /** @description Maximum random delay of each tick, in ms. */
            jitter_ms?: number;
            /** @description A note for operators */
            note?: string | null;
            /** @description Options of each submit of the task */
            options?: components["schemas"]["ScheduledOptionsDto"];
            /**
             * @description Behaviour of a tick while the task or workflow of an earlier tick has not ended.
             * @enum {string}
             */
            overlap?: "skip" | "queue" | "cancel-previous" | "allow";
            /** @description Defined by the schema of the task type */
            payload?: {
                [key: string]: unknown;
            };
            /** @description Kept in the audit log */
            reason?: string;
            /**
             * Format: date-time
             * @description Earliest tick
             */
            start_at?: string | null;
            /** @description Name of the task type. */
            task?: string;
            /** @description IANA time zone of `cron`. */
            tz?: string;
            /** @description A workflow to start at each tick, instead of `task`, `payload` and `options`. */
            workflow?: components["schemas"]["WorkflowDefinitionDto"] | null;
        };
        ScheduledOptionsDto: {
            /** @description Maximum number of executions */
            attempts?: number;
            /** @description Wait before each further attempt */
            backoff?: components["schemas"]["BackoffDto"];
            /** @enum {string} */
            priority?: "low" | "normal" | "high" | "critical";
            /** @description Time the result stays readable after the task has finished */
            retention_ms?: number;
            /** @description Labels to find the task by */
            tags?: string[];
            /** @description Time limit of one attempt */
            timeout_ms?: number;
            /**
             * Format: uri
             * @description Receives the final task, however it ends, as a signed webhook `task.succeeded`, `task.failed` or `task.revoked`.
             */
            webhook_url?: string;
        };
        ScheduleDto: {
            /** @enum {string} */
            catch_up: "none" | "last" | "all";
            catch_up_window_ms: number;
            /** Format: date-time */
            changed_at: string;
            /** @description Name of the API key; `code` for a schedule as declared in code */
            changed_by: string;
            /** Format: date-time */
            created_at: string;
            cron: string | null;
            /** Format: date-time */
            end_at: string | null;
            every_ms: number | null;
            jitter_ms: number;
            /**
             * Format: date-time
             * @description The newest tick that was submitted, skipped or missed
             */
            last_tick_at: string | null;
            /** @description Ticks that were missed since it was created */
            missed: number;
            /**
             * Format: date-time
             * @description Null while it is paused, and if no tick is left
             */
            next_tick_at: string | null;
            note: string | null;
            /** @description Options of each submit that differ from those of the task type */
            options: components["schemas"]["ShownOptionsDto"];
            /** @enum {string} */
            overlap: "skip" | "queue" | "cancel-previous" | "allow";
            pause: components["schemas"]["SchedulePauseDto"] | null;
            /** @description Shown to admins only, without secret fields; else null */
            payload: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: date-time
             * @description The tick that waits until the task or workflow of an earlier one has ended
             */
            queued_tick_at: string | null;
            schedule_id: string;
            /**
             * @description `code`: as declared in code.
             * @enum {string}
             */
            source: "code" | "api";
            /** Format: date-time */
            start_at: string | null;
            /**
             * @description `ended`: no tick is left
             * @enum {string}
             */
            state: "active" | "paused" | "ended";
            /** @description Null if it starts a workflow */
            task: string | null;
            tz: string;
            /** @description The workflow that it starts, as in POST /workflows, without `webhook_url`; null if it submits a task. */
            workflow: {
                [key: string]: unknown;
            } | null;
        };
        SchedulePageDto: {
            /** @description Sorted by ID */
            items: components["schemas"]["ScheduleDto"][];
            /** @description Cursor of the next page; null on the last page. */
            next_cursor: string | null;
        };
        SchedulePauseDto: {
            /** @description Name of the API key; `anonymous` if no keys are configured; `celeriac` if the service paused it, because it cannot continue */
            by: string;
            note: string | null;
            /** Format: date-time */
            since: string;
        };
        ScheduleRequestDto: {
            /**
             * @description Missed ticks to submit afterwards: none, only the last, or all (at most 100).
             * @enum {string}
             */
            catch_up?: "none" | "last" | "all";
            /** @description How far back `catch_up: all` goes, in ms; default `86400000` */
            catch_up_window_ms?: number;
            /** @description Cron expression of 5 or 6 fields (seconds first), with names, `L`, `W` and `#`. */
            cron?: string | null;
            /**
             * Format: date-time
             * @description Latest tick
             */
            end_at?: string | null;
            /** @description Interval in ms, counted from `start_at`, or from 1970, so that ticks fall on round times */
            every_ms?: number | null;
            /** @description Maximum random delay of each tick, in ms. */
            jitter_ms?: number;
            /** @description A note for operators */
            note?: string | null;
            /** @description Options of each submit of the task */
            options?: components["schemas"]["ScheduledOptionsDto"];
            /**
             * @description Behaviour of a tick while the task or workflow of an earlier tick has not ended.
             * @enum {string}
             */
            overlap?: "skip" | "queue" | "cancel-previous" | "allow";
            /** @description Defined by the schema of the task type; default `{}` */
            payload?: {
                [key: string]: unknown;
            };
            /** @description Kept in the audit log */
            reason?: string;
            /**
             * Format: date-time
             * @description Earliest tick
             */
            start_at?: string | null;
            /** @description Name of the task type. */
            task?: string;
            /** @description IANA time zone of `cron`. */
            tz?: string;
            /** @description A workflow to start at each tick, instead of `task`, `payload` and `options`. */
            workflow?: components["schemas"]["WorkflowDefinitionDto"] | null;
        };
        ScheduleRunDto: {
            /** @enum {string} */
            status: "PENDING";
            /** Format: uuid */
            task_id: string | null;
            /**
             * Format: uuid
             * @description Instead of `task_id`, if the schedule starts a workflow
             */
            workflow_id: string | null;
        };
        SendEmailPayload: {
            /** @description At most MAX_ATTACHMENT_BYTES in total */
            attachments?: components["schemas"]["AttachmentDto"][];
            html?: string;
            /**
             * Format: uri
             * @description https:// (one-click unsubscribe by POST, RFC 8058) or mailto: (RFC 2369); Gmail and Yahoo require it from bulk senders
             */
            list_unsubscribe?: string;
            /**
             * Format: email
             * @description Reply-To address; ASCII only before the @
             */
            reply_to?: string;
            subject: string;
            /** @description Generated from `html` if left out; `text` or `html` is required */
            text?: string;
            /** Format: email */
            to: string;
        };
        SentEmailDto: {
            /** @description `smtp`, or the path of the .eml file relative to DATA_DIR */
            delivered_to: string;
            message_id: string;
        };
        SessionDto: {
            /** @description Always true unless the access mode is `keys` */
            authenticated: boolean;
            /** @description False while the broker is unavailable: then a session may have been logged out elsewhere, or may be valid although it is not recognised */
            checked: boolean;
            /**
             * Format: date-time
             * @description End of the session; null without one, and for a key in `Authorization`
             */
            expires_at: string | null;
            /** @description The ways to log in; empty if no login is needed */
            logins: components["schemas"]["LoginDto"][];
            /**
             * @description `keys`: clients must authenticate with a key or a login.
             * @enum {string}
             */
            mode: "keys" | "loopback" | "open";
            /** @description Name of the API key, or `oidc:` and the name of a person; null if nobody is logged in */
            name: string | null;
            /** @enum {string|null} */
            role: "viewer" | "submitter" | "operator" | "admin" | null;
        };
        SettingDto: {
            /** @description True if the value differs from the default */
            changed: boolean;
            /** @description Default; null if there is none */
            default: string | null;
            /** @description The meaning, as in docs/settings.md */
            description: string;
            /** @description The environment variable */
            name: string;
            /** @description True if the value is never shown */
            secret: boolean;
            /** @description True if it has a value */
            set: boolean;
            /** @description The parsed value as JSON; null if it is secret or not set */
            value: unknown;
        };
        SettingsDto: {
            /** @description In the order of docs/settings.md */
            items: components["schemas"]["SettingDto"][];
            versions: components["schemas"]["VersionsDto"];
        };
        ShownOptionsDto: {
            /** @description Maximum number of executions */
            attempts?: number;
            /** @description Wait before each further attempt */
            backoff?: components["schemas"]["BackoffDto"];
            /** @enum {string} */
            priority?: "low" | "normal" | "high" | "critical";
            /** @description Time the result stays readable after the task has finished */
            retention_ms?: number;
            /** @description Labels to find the task by */
            tags?: string[];
            /** @description Time limit of one attempt */
            timeout_ms?: number;
        };
        StartedWorkflowDto: {
            /** @description The tasks of `on_success`, `on_failure` and `on_end` */
            hooks: {
                [key: string]: components["schemas"]["StepTaskDto"];
            };
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** @description The tasks of the steps by name */
            steps: {
                [key: string]: components["schemas"]["StepTaskDto"];
            };
            /** @description Only after a submit with `token`. */
            token?: string;
            /** Format: date-time */
            token_expires_at?: string;
            /** Format: uuid */
            workflow_id: string;
        };
        StartEstimateDto: {
            basis: components["schemas"]["EstimateBasisDto"];
            /** Format: date-time */
            start_at: string;
        };
        StartWorkflowDto: {
            /** @description A name to find the workflow by; need not be unique */
            name?: string;
            /** @description Submitted once at the end, however it ends */
            on_end?: components["schemas"]["HookDefinitionDto"];
            /** @description Submitted once if the workflow fails or is cancelled */
            on_failure?: components["schemas"]["HookDefinitionDto"];
            /** @description Submitted once if the workflow succeeds */
            on_success?: components["schemas"]["HookDefinitionDto"];
            /** @description Time the workflow and the results of its steps stay readable after its end */
            retention_ms?: number;
            /** @description The steps by name, 1 to 10000. */
            steps: {
                [key: string]: components["schemas"]["StepDefinitionDto"];
            };
            /** @description Labels to find the workflow by */
            tags?: string[];
            /** @description Adds a token for a browser to the response, valid for 15 minutes: see `/tokens` */
            token?: boolean;
            /**
             * Format: uri
             * @description Receives the ended workflow as a signed webhook `workflow.succeeded`, `workflow.failed` or `workflow.revoked`.
             */
            webhook_url?: string;
        };
        StatsCapabilityDto: {
            /** @description Values that `by` of GET /stats accepts */
            by: ("queue" | "name" | "worker" | "all")[];
            /** @description Longest `window` of GET /stats in ms */
            max_window_ms: number;
        };
        StatsDto: {
            /** @enum {string} */
            by: "queue" | "name" | "worker" | "all";
            /**
             * Format: date-time
             * @description Start of the first bucket.
             */
            from: string;
            /** @description Number of newest buckets that are incomplete: their values can still change. */
            incomplete_buckets: number;
            /** @enum {string} */
            metric: "throughput" | "failures" | "wait" | "run" | "backlog";
            /** @description At most 20, those with the most tasks first, and one for all others */
            series: components["schemas"]["StatsSeriesDto"][];
            /**
             * @description `broker`: counters by minute, at the time when a worker reported them.
             * @enum {string}
             */
            source: "broker" | "history";
            step_ms: number;
            /**
             * Format: date-time
             * @description End of the last bucket, which is not over yet
             */
            to: string;
        };
        StatsSeriesDto: {
            /** @description The queue, task type or worker; null for `all`, and for the last series, which is the sum of all others */
            key: string | null;
            /** @description Only for `backlog`: longest time for which a runnable task has waited, in ms */
            oldest_ms?: (number | null)[];
            /** @description Only for `wait` and `run`: median of the durations in ms, within a factor of two */
            p50_ms?: (number | null)[];
            /** @description Only for `wait` and `run`: 95th percentile of the durations in ms, within a factor of two */
            p95_ms?: (number | null)[];
            /** @description Number of tasks, or of measured durations: 0 where there was none. */
            values: (number | null)[];
        };
        StepDefinitionDto: {
            /** @description Steps that must end first. */
            after?: string[];
            /** @description A list, or a `$result` that is one: the task runs once for each item, and the result of the step is the list of results, in order. */
            each?: unknown[] | {
                [key: string]: unknown;
            };
            /**
             * @description Behaviour after the last failed attempt of the step.
             * @enum {string}
             */
            if_failed?: "fail" | "continue" | "skip";
            /** @description Without `retention_ms`, `webhook_url` and `deduplicate`, which do not apply to a task of a workflow */
            options?: components["schemas"]["SubmitOptionsDto"];
            /** @description Defined by the schema of the task type. */
            payload?: {
                [key: string]: unknown;
            };
            /** @description Name of the task */
            task: string;
        };
        StepDto: {
            /** @description The steps that must end first, from `after` and from references */
            after: string[];
            /** Format: date-time */
            finished_at: string | null;
            /** @enum {string} */
            if_failed: "fail" | "continue" | "skip";
            /** @description Only of a step with `each`, once its list is known */
            items: components["schemas"]["ItemsDto"] | null;
            queue: string;
            /** @description True if it is REVOKED because a step before it failed with `if_failed: "skip"` */
            skipped: boolean;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** @description Name of its task */
            task: string;
            /** Format: uuid */
            task_id: string;
        };
        StepEventDto: {
            /** @description The steps that must end first, from `after` and from references */
            after: string[];
            /** Format: date-time */
            finished_at: string | null;
            /** @enum {string} */
            if_failed: "fail" | "continue" | "skip";
            /** @description Only of a step with `each`, once its list is known */
            items: components["schemas"]["ItemsDto"] | null;
            /** @description Name of the step */
            name: string;
            queue: string;
            /** @description True if it is REVOKED because a step before it failed with `if_failed: "skip"` */
            skipped: boolean;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** @description Name of its task */
            task: string;
            /** Format: uuid */
            task_id: string;
        };
        StepTaskDto: {
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** Format: uuid */
            task_id: string;
        };
        SubmitOptionsDto: {
            /** @description Maximum number of executions */
            attempts?: number;
            /** @description Wait before each further attempt */
            backoff?: components["schemas"]["BackoffDto"];
            /** @description If an equal task exists, it is returned instead */
            deduplicate?: components["schemas"]["DeduplicateDto"];
            /** @description Delay before the task may start, in ms; not together with `run_at` */
            delay_ms?: number;
            /**
             * Format: date-time
             * @description Latest start: a task not started by then is REVOKED with `revoke_reason` `expired`
             */
            expires_at?: string;
            /** @enum {string} */
            priority?: "low" | "normal" | "high" | "critical";
            /** @description Time the result stays readable after the task has finished */
            retention_ms?: number;
            /**
             * Format: date-time
             * @description Earliest start (RFC 3339); a time in the past means now
             */
            run_at?: string;
            /** @description Labels to find the task by */
            tags?: string[];
            /** @description Time limit of one attempt */
            timeout_ms?: number;
            /**
             * Format: uri
             * @description Receives the final task, however it ends, as a signed webhook `task.succeeded`, `task.failed` or `task.revoked`.
             */
            webhook_url?: string;
        };
        SubmittedDto: {
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** Format: uuid */
            task_id: string;
        };
        SuggestionDto: {
            description: string | null;
            /** @enum {string} */
            kind: "field" | "path" | "value";
            /** @description The text to insert, with quotes where it needs them. */
            text: string;
        };
        SuggestionsDto: {
            /** @description Start of the text that a suggestion replaces, from 0 */
            from: number;
            /** @description The most likely first; at most 20 */
            items: components["schemas"]["SuggestionDto"][];
            /** @description Its end, exclusive */
            to: number;
        };
        TaskBackoffDto: {
            /** @description Wait after the first failure */
            delay_ms: number;
            /** @description Share of each wait that is random */
            jitter: number;
            /** @description Upper limit of each wait */
            max_ms: number;
            /** @enum {string} */
            type: "fixed" | "exponential";
        };
        TaskChangeDto: {
            /** @description Number of the current or last attempt; 0 before the first */
            attempt: number;
            /**
             * Format: date-time
             * @description Time at which the running task was asked to stop
             */
            cancel_requested_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description Error of the last attempt; null after SUCCESS */
            error: components["schemas"]["TaskErrorDto"] | null;
            /** Format: date-time */
            finished_at: string | null;
            max_attempts: number;
            name: string;
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "critical";
            queue: string;
            /** @description `expired`, or the reason given for the cancellation; null unless REVOKED */
            revoke_reason: string | null;
            /**
             * Format: date-time
             * @description Earliest time of the next run; null if it may start at once.
             */
            run_at: string | null;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            tags: string[];
            /** Format: uuid */
            task_id: string;
            worker: string | null;
            /**
             * Format: uuid
             * @description Workflow of which the task is a step
             */
            workflow_id: string | null;
        };
        TaskCountDto: {
            /** @enum {string} */
            relation: "exact" | "at_least" | "estimate";
            value: number;
        };
        TaskCountsDto: {
            FAILURE: components["schemas"]["TaskCountDto"];
            PENDING: components["schemas"]["TaskCountDto"];
            RETRY: components["schemas"]["TaskCountDto"];
            REVOKED: components["schemas"]["TaskCountDto"];
            STARTED: components["schemas"]["TaskCountDto"];
            SUCCESS: components["schemas"]["TaskCountDto"];
        };
        TaskDefaultsDto: {
            /** @description Maximum number of executions */
            attempts: number;
            /** @description Wait between attempts */
            backoff: components["schemas"]["TaskBackoffDto"];
            /**
             * @description Whether the task runs in the worker's main thread or in a separate one; a submit cannot change it
             * @enum {string}
             */
            isolation: "inline" | "thread";
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "critical";
            /** @description Null if none; a submit cannot change it */
            rate_limit: components["schemas"]["TaskRateLimitDto"] | null;
            /** @description Time the result stays readable */
            retention_ms: number;
            /** @description Time limit of one attempt; null if none */
            timeout_ms: number | null;
        };
        TaskDto: {
            /**
             * @description Only from the history: the retention of the task is over, and the broker has removed it
             * @enum {boolean}
             */
            archived?: true;
            /** @description Number of the current or last attempt; 0 before the first */
            attempt: number;
            /** @description Null for any other task */
            bridge: components["schemas"]["BridgeOriginDto"] | null;
            /**
             * Format: date-time
             * @description Time at which the running task was asked to stop
             */
            cancel_requested_at: string | null;
            /** @description Only with `include=columns`, for the role admin: the fields of the payload that the task type declares as `columns`, by their paths. */
            columns?: {
                [key: string]: string | number | boolean | null;
            };
            /** @description Times the executing process died or was unreachable for too long; these attempts do not count against `max_attempts` */
            crashes: number;
            /** Format: date-time */
            created_at: string;
            /** @description Error of the last attempt; null after SUCCESS */
            error: components["schemas"]["TaskErrorDto"] | null;
            /** @description Errors of all failed attempts, oldest first */
            errors: components["schemas"]["AttemptErrorDto"][];
            /**
             * Format: date-time
             * @description A task not started by then is REVOKED
             */
            expires_at: string | null;
            /** @description Only from `GET /tasks/{task_id}`, with an error: its group. */
            fingerprint?: string;
            /** Format: date-time */
            finished_at: string | null;
            max_attempts: number;
            name: string;
            /**
             * Format: uuid
             * @description Task that submitted this one
             */
            parent_id: string | null;
            /** @description Only with `include=payload`, for the role admin; `[redacted]` stands for each secret. */
            payload?: unknown;
            /** @enum {string} */
            priority: "low" | "normal" | "high" | "critical";
            /** @description Percentage, or an object set by the task */
            progress: unknown;
            queue: string;
            /**
             * Format: uuid
             * @description Workflow that has replaced the task; the task ends when it ends
             */
            replaced_by: string | null;
            /**
             * Format: uuid
             * @description Task that this one replays
             */
            replay_of: string | null;
            /** @description Null until the task is final; the error message for FAILURE */
            result: unknown;
            /**
             * @description Only in lists: the result exceeds 16 KiB and is left out; read the task by its ID
             * @enum {boolean}
             */
            result_left_out?: true;
            /** @description Earlier revocations, if the task was retried by hand afterwards; at most ten */
            revocations: components["schemas"]["PastRevocationDto"][];
            /** @description `expired`, or the reason given for the cancellation; null unless REVOKED */
            revoke_reason: string | null;
            /**
             * Format: uuid
             * @description First task in the chain of submits
             */
            root_id: string | null;
            /**
             * Format: date-time
             * @description Earliest time of the next run; null if it may start at once.
             */
            run_at: string | null;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** @description Name of that step */
            step: string | null;
            /** @description Name of the API key that submitted the task, or the first task in its chain of submits; for a replay, the key that requested it. */
            submitted_by: string | null;
            tags: string[];
            /** Format: uuid */
            task_id: string;
            /** @description Only after a submit with `token`. */
            token?: string;
            /** Format: date-time */
            token_expires_at?: string;
            /** @description ID of its trace; null: not traced */
            trace_id: string | null;
            /** @description Only from `GET /tasks/{task_id}`, for a step that has not started: the steps that it waits for; at most 100 */
            waiting_for?: string[];
            worker: string | null;
            /**
             * Format: uuid
             * @description Workflow of which the task is a step
             */
            workflow_id: string | null;
        };
        TaskErrorDto: {
            message: string;
            /** @description Stack trace; only from `GET /tasks/{task_id}`, and only for the role admin */
            stack?: string;
            type: string;
        };
        TaskLimitsChangeDto: {
            /** @description Maximum number of tasks of this type running at once across all workers, of those that start from now on; null removes the limit */
            concurrency?: number | null;
            /** @description Like `PUT /task-types/{name}/pause` and `/resume`; null resumes */
            paused?: boolean | null;
            /** @description Maximum number of starts across all workers. */
            rate?: components["schemas"]["TaskRateDto"] | null;
            /** @description Kept in the audit log */
            reason?: string;
            /** @description Time limit of one attempt, for attempts that start from now on. */
            timeout_ms?: number | null;
        };
        TaskLimitsDto: {
            /** @description Limits that operators have set; the others are those of `defaults` */
            changed: ("rate" | "timeout_ms" | "concurrency")[];
            /** @description Maximum number of tasks of this type running at once across all workers; null if none */
            concurrency: number | null;
            /** @description Maximum number of starts across all workers; null if none */
            rate: components["schemas"]["TaskRateLimitDto"] | null;
            /** @description Time limit of one attempt; null if none */
            timeout_ms: number | null;
        };
        TaskLogDto: {
            /**
             * @description Only from the history: the retention of the task is over, and the broker has removed it
             * @enum {boolean}
             */
            archived?: true;
            /** @description Number of the first of these lines; greater than 0 if older ones are gone. */
            first: number;
            lines: string[];
        };
        TaskPageDto: {
            /** @description Only with `count` */
            count?: components["schemas"]["TaskCountDto"];
            /** @description Newest first, unless `sort` or `order` is given */
            items: components["schemas"]["TaskDto"][];
            /** @description Only with `q`, `sort`, `order`, `count` or `include` */
            looked?: components["schemas"]["LookedDto"];
            /** @description Cursor of the next page; null on the last page. */
            next_cursor: string | null;
        };
        TaskProgressDto: {
            /** @description Percentage, or an object set by the task */
            progress: unknown;
        };
        TaskRateDto: {
            duration_ms: number;
            max: number;
        };
        TaskRateLimitDto: {
            duration_ms: number;
            /** @description Payload field whose values each have their own limit, or `a function of the payload`; left out if the limit is shared by all tasks of the type */
            key?: string;
            max: number;
        };
        TaskRunDto: {
            attempt: number;
            /** Format: date-time */
            finished_at: string | null;
            /** @description Duration of the last attempt; null if it never started */
            run_ms: number | null;
            /** @enum {string} */
            status: "SUCCESS" | "FAILURE" | "REVOKED";
            /** Format: uuid */
            task_id: string;
            /** @description Time from when it could start until its first start; null if it never started */
            wait_ms: number | null;
            worker: string | null;
        };
        TaskRunsDto: {
            /** @description Latest end first */
            items: components["schemas"]["TaskRunDto"][];
            /** @description Of these tasks */
            run_ms: components["schemas"]["DurationsDto"];
            /** @description Of these tasks */
            wait_ms: components["schemas"]["DurationsDto"];
        };
        TasksReasonDto: {
            /** @description Kept in the audit log, and as `revoke_reason` of the revoked tasks */
            reason?: string;
        };
        TaskStateDto: {
            /** @description Number of the current or last attempt; 0 before the first */
            attempt: number;
            /**
             * Format: date-time
             * @description Time at which the running task was asked to stop
             */
            cancel_requested_at: string | null;
            /** @description Error of the last attempt; null after SUCCESS */
            error: components["schemas"]["TaskErrorDto"] | null;
            /** Format: date-time */
            finished_at: string | null;
            max_attempts: number;
            /** @description `expired`, or the reason given for the cancellation; null unless REVOKED */
            revoke_reason: string | null;
            /**
             * Format: date-time
             * @description Earliest time of the next run; null if it may start at once.
             */
            run_at: string | null;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** Format: uuid */
            task_id: string;
            worker: string | null;
        };
        TaskTypeDto: {
            /** @description Former names, which remain valid */
            aliases: string[];
            /** @description Payload fields to show in lists of its tasks: see `include=columns` of GET /tasks */
            columns: string[];
            defaults: components["schemas"]["TaskDefaultsDto"];
            /** @description A valid payload; null if none is given */
            example: {
                [key: string]: unknown;
            } | null;
            /** @description Current limits: those in `defaults`, or those that operators have set instead */
            limits: components["schemas"]["TaskLimitsDto"];
            /** @description Name for `POST /tasks/{name}` */
            name: string;
            /** @description Time, key and reason of the pause; null if the type is not paused */
            pause: components["schemas"]["TaskTypePauseDto"] | null;
            /** @description True while no worker starts tasks of this type */
            paused: boolean;
            /** @description Self-contained JSON Schema */
            payload_schema: {
                [key: string]: unknown;
            };
            queue: string;
            /** @description Secret payload fields: encrypted at rest and never shown */
            redact: string[];
            /** @description Self-contained JSON Schema; `{}` accepts any JSON */
            result_schema: {
                [key: string]: unknown;
            };
            summary: string;
        };
        TaskTypePauseDto: {
            /** @description Name of the API key; `anonymous` if no keys are configured */
            by: string;
            reason: string | null;
            /** Format: date-time */
            since: string;
        };
        TaskTypesDto: {
            /** @description Ordered by name */
            items: components["schemas"]["TaskTypeDto"][];
        };
        TaskWhyDto: {
            /**
             * Format: date-time
             * @description Time of the read
             */
            at: string;
            /** @description Null if the task has started, or if the start cannot be estimated */
            estimated_start: components["schemas"]["StartEstimateDto"] | null;
            queue: string;
            /** @description At least one; blocking reasons come first */
            reasons: components["schemas"]["WaitReasonDto"][];
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** Format: uuid */
            task_id: string;
        };
        TemplateDto: {
            /** @description Sample variables; a notification supplies its own in the same shape */
            example: {
                [key: string]: unknown;
            };
            name: string;
            /** @description Optional variables */
            optional: string[];
            parts: ("html" | "text")[];
            /** @description Subject rendered with the sample variables */
            subject: string;
        };
        TemplatesDto: {
            /** @description Ordered by name */
            items: components["schemas"]["TemplateDto"][];
        };
        TickDto: {
            /**
             * Format: date-time
             * @description Time at which it was handled
             */
            at: string;
            /** @description Number of missed ticks; `tick_at` is the last of them */
            count: number;
            /** @description Delay after the planned time */
            lateness_ms: number;
            /**
             * @description A queued tick gets a second entry when it is submitted
             * @enum {string}
             */
            outcome: "submitted" | "queued" | "skipped" | "missed" | "failed";
            /** @description Why nothing was submitted */
            reason: string | null;
            /** Format: uuid */
            task_id: string | null;
            /** Format: date-time */
            tick_at: string;
            /**
             * @description `schedule`: on time.
             * @enum {string}
             */
            trigger: "schedule" | "catch-up" | "queue" | "run" | "backfill";
            /**
             * Format: uuid
             * @description Instead of `task_id`, if the schedule starts a workflow
             */
            workflow_id: string | null;
        };
        TicksDto: {
            /** @description Newest first */
            items: components["schemas"]["TickDto"][];
        };
        TokenDto: {
            /** @description Reads only this task or workflow. */
            token: string;
            /** Format: date-time */
            token_expires_at: string;
        };
        TokenRequestDto: {
            /** @description Time until the token expires; default `900000` */
            ttl_ms?: number;
        };
        TransitionDto: {
            /** @description The worker, or the name of the API key that submitted the task; null if unknown */
            actor: string | null;
            /** Format: date-time */
            at: string;
            /** @description Number of the attempt; 0 before the first */
            attempt: number;
            /** @description The error of a failed attempt, or the reason of a revocation */
            reason: string | null;
            /** @enum {string} */
            status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
        };
        TransitionsDto: {
            /**
             * @description Only from the history: the retention of the task is over, and the broker has removed it
             * @enum {boolean}
             */
            archived?: true;
            /** @description Oldest first */
            items: components["schemas"]["TransitionDto"][];
        };
        VersionsDto: {
            celeriac: string;
            node: string;
            /** @description Null if Redis does not respond or does not report it */
            redis: string | null;
        };
        ViewDto: {
            name: string;
            /** @enum {string} */
            order: "asc" | "desc";
            /** @description Name of the API key that saved it first */
            owner: string;
            /** @description Query; see docs/queries.md for the language */
            q: string;
            shared: boolean;
            /** @enum {string} */
            sort: "created" | "finished" | "run_ms" | "wait_ms";
            /** Format: date-time */
            updated_at: string;
        };
        ViewRequestDto: {
            /**
             * @description default `desc`
             * @enum {string}
             */
            order?: "asc" | "desc";
            /** @description Query; see docs/queries.md for the language */
            q: string;
            /** @description True: every client sees it; this requires the role operator; default `false` */
            shared?: boolean;
            /**
             * @description default `created`
             * @enum {string}
             */
            sort?: "created" | "finished" | "run_ms" | "wait_ms";
        };
        ViewsDto: {
            /** @description Own and shared ones, by name */
            items: components["schemas"]["ViewDto"][];
        };
        WaitReasonDto: {
            /** @description True if the task cannot start before this ends */
            blocking: boolean;
            /** @enum {string} */
            code: "final" | "cancel-requested" | "running" | "worker-lost" | "waits-for-steps" | "waits-for-items" | "waits-for-workflow" | "rate-limit" | "retry" | "debounced" | "delayed" | "misplaced" | "queue-paused" | "type-paused" | "no-worker" | "workers-draining" | "workers-paused" | "workers-clock-wrong" | "queue-limit" | "type-limit" | "queue-rate-limit" | "slots-full" | "behind" | "next" | "quarantined" | "expires" | "deduplicated" | "queue-closed";
            /** @description The event that would end it, as a sentence; null if nothing has to */
            ends_when: string | null;
            /** @description Numbers, names and times of the reason; docs/operations.md lists them for each code */
            facts: {
                [key: string]: unknown;
            };
            /** @description The reason as a sentence; its wording may change */
            message: string;
        };
        WaitTimesDto: {
            p50: number | null;
            p95: number | null;
        };
        WebhookEventDto: {
            /** @description Any JSON object */
            data: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description Time of the event (RFC 3339); default: the time of the submit
             */
            timestamp?: string;
            /** @description Words joined by dots, from general to specific */
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
             */
            url: string;
        };
        WorkerCommandDto: {
            /**
             * @description `drain`: start no new tasks until `resume`.
             * @enum {string}
             */
            command: "ping" | "stats" | "drain" | "shutdown" | "pause" | "resume" | "set-concurrency" | "add-queue" | "remove-queue" | "set-log-level";
            concurrency?: number;
            /** @enum {string} */
            level?: "silent" | "fatal" | "error" | "warn" | "info" | "debug" | "trace";
            /** @description The `context` of the log lines to change; default: all */
            module?: string;
            /** @description Default: every queue that the worker consumes */
            queue?: string;
            /** @description Kept in the audit log */
            reason?: string;
            /** @description Maximum wait for replies; default `1000` */
            timeout_ms?: number;
        };
        WorkerDto: {
            /** @description Oldest running tasks, at most 100 */
            active: components["schemas"]["ActiveTaskDto"][];
            /** @description Running tasks */
            active_count: number;
            /** @description True while the worker takes no tasks because the clock of its machine is wrong */
            clock_wrong: boolean;
            /** @description Attempts since the process started, by outcome */
            counts: components["schemas"]["AttemptCountsDto"];
            /** @description Recent event-loop delay in ms */
            event_loop_delay_ms: components["schemas"]["LoopDelayDto"];
            heap_bytes: number;
            host: string;
            /**
             * Format: date-time
             * @description By the broker's clock
             */
            last_heartbeat_at: string;
            /** @description Load average of the host over 1, 5 and 15 minutes */
            load_average: number[];
            log_level: string;
            name: string;
            pid: number;
            queues: components["schemas"]["ConsumedQueueDto"][];
            rss_bytes: number;
            /** Format: date-time */
            started_at: string;
            /**
             * @description `lost`: no heartbeat for 15 s; a lost worker stays listed for a day
             * @enum {string}
             */
            state: "online" | "draining" | "lost";
            /** @description Maximum number of threads for CPU-bound tasks */
            threads: number;
            version: string;
            /**
             * Format: uuid
             * @description Unique to this process
             */
            worker_id: string;
        };
        WorkerReplyDto: {
            error?: string;
            /** @description Whether the worker carried out the command */
            ok: boolean;
            /** @description Report of the worker after the command */
            worker?: components["schemas"]["WorkerReportDto"];
            /** Format: uuid */
            worker_id: string;
        };
        WorkerReportDto: {
            /** @description Oldest running tasks, at most 100 */
            active: components["schemas"]["ActiveTaskDto"][];
            /** @description Running tasks */
            active_count: number;
            /** @description True while the worker takes no tasks because the clock of its machine is wrong */
            clock_wrong: boolean;
            /** @description Attempts since the process started, by outcome */
            counts: components["schemas"]["AttemptCountsDto"];
            /** @description Recent event-loop delay in ms */
            event_loop_delay_ms: components["schemas"]["LoopDelayDto"];
            heap_bytes: number;
            host: string;
            /** @description Load average of the host over 1, 5 and 15 minutes */
            load_average: number[];
            log_level: string;
            name: string;
            pid: number;
            queues: components["schemas"]["ConsumedQueueDto"][];
            rss_bytes: number;
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            state: "online" | "draining";
            /** @description Maximum number of threads for CPU-bound tasks */
            threads: number;
            version: string;
            /**
             * Format: uuid
             * @description Unique to this process
             */
            worker_id: string;
        };
        WorkersDto: {
            /** @description Newest heartbeat first */
            items: components["schemas"]["WorkerDto"][];
        };
        WorkerSettingsDto: {
            /** @description False if the worker did not reply in time, or is of an older version */
            answered: boolean;
            /** @description In the order of docs/settings.md; empty without a reply */
            items: components["schemas"]["SettingDto"][];
            /** Format: uuid */
            worker_id: string;
        };
        WorkflowDefinitionDto: {
            /** @description A name to find the workflow by; need not be unique */
            name?: string;
            /** @description Submitted once at the end, however it ends */
            on_end?: components["schemas"]["HookDefinitionDto"];
            /** @description Submitted once if the workflow fails or is cancelled */
            on_failure?: components["schemas"]["HookDefinitionDto"];
            /** @description Submitted once if the workflow succeeds */
            on_success?: components["schemas"]["HookDefinitionDto"];
            /** @description Time the workflow and the results of its steps stay readable after its end */
            retention_ms?: number;
            /** @description The steps by name, 1 to 10000. */
            steps: {
                [key: string]: components["schemas"]["StepDefinitionDto"];
            };
            /** @description Labels to find the workflow by */
            tags?: string[];
            /**
             * Format: uri
             * @description Receives the ended workflow as a signed webhook `workflow.succeeded`, `workflow.failed` or `workflow.revoked`.
             */
            webhook_url?: string;
        };
        WorkflowDetailsDto: {
            /**
             * @description Only from the history: the retention of the workflow is over, and the broker has removed it
             * @enum {boolean}
             */
            archived?: true;
            /** Format: date-time */
            created_at: string;
            /** @description The chain of steps that ran longest: the workflow cannot be faster than these, one after another */
            critical_path: string[];
            /** @description Running time of these steps together, so far */
            critical_path_ms: number;
            /** Format: date-time */
            finished_at: string | null;
            /** @description The tasks of `on_success`, `on_failure` and `on_end` */
            hooks: {
                [key: string]: components["schemas"]["HookDto"];
            };
            name: string | null;
            /** @description Steps and items that have not ended */
            open_step_count: number;
            /**
             * Format: uuid
             * @description Task that started this workflow
             */
            parent_id: string | null;
            /** @description Null unless REVOKED */
            revoke_reason: string | null;
            /**
             * Format: uuid
             * @description First task in the chain of submits
             */
            root_id: string | null;
            /**
             * @description PENDING: no step has ended.
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** @description Number of steps and of items of `each` */
            step_count: number;
            /** @description The steps by name, each after the steps that it waits for */
            steps: {
                [key: string]: components["schemas"]["StepDto"];
            };
            /** @description As in a task */
            submitted_by: string | null;
            tags: string[];
            /** Format: uuid */
            workflow_id: string;
        };
        WorkflowDto: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            finished_at: string | null;
            name: string | null;
            /** @description Steps and items that have not ended */
            open_step_count: number;
            /**
             * Format: uuid
             * @description Task that started this workflow
             */
            parent_id: string | null;
            /** @description Null unless REVOKED */
            revoke_reason: string | null;
            /**
             * Format: uuid
             * @description First task in the chain of submits
             */
            root_id: string | null;
            /**
             * @description PENDING: no step has ended.
             * @enum {string}
             */
            status: "PENDING" | "STARTED" | "SUCCESS" | "FAILURE" | "REVOKED";
            /** @description Number of steps and of items of `each` */
            step_count: number;
            /** @description As in a task */
            submitted_by: string | null;
            tags: string[];
            /** Format: uuid */
            workflow_id: string;
        };
        WorkflowPageDto: {
            /** @description Newest first */
            items: components["schemas"]["WorkflowDto"][];
            /** @description Cursor of the next page; null on the last page. */
            next_cursor: string | null;
        };
    };
    responses: never;
    parameters: {
        /** @description ID of the bulk action */
        BulkActionId: string;
        /** @description Fingerprint of the group */
        Fingerprint: string;
        /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
        IdempotencyKey: string;
        /** @description Adds the payloads, or only the payload fields that the task type declares as `columns`; for the role admin only. */
        Include: "payload" | "columns";
        /** @description Only tasks of this type */
        Name: string;
        /** @description Name of the queue */
        Name2: string;
        /** @description Name of the task type, or a former name */
        Name3: string;
        /** @description Name of the view: up to 64 letters, digits, spaces, dots, hyphens and underscores */
        Name4: string;
        /** @description Direction of `sort` */
        Order: "asc" | "desc";
        /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
        Prefer: string;
        /** @description Query; see docs/queries.md for the language */
        Q: string;
        /** @description Only tasks in this queue */
        Queue: string;
        /** @description Kept in the audit log */
        Reason: string;
        /** @description ID of the schedule: lowercase letters, digits, dots, hyphens and underscores */
        ScheduleId: string;
        /** @description Order by this value. */
        Sort: "created" | "finished" | "run_ms" | "wait_ms";
        /** @description Only tasks with this status */
        Status: "PENDING" | "STARTED" | "RETRY" | "SUCCESS" | "FAILURE" | "REVOKED";
        /** @description Only tasks with this tag */
        Tag: string;
        /** @description The `task_id` returned by the submit */
        TaskId: string;
        /** @description Count the failures of this period, which ends now. */
        Window: string;
        /** @description ID of the worker process */
        WorkerId: string;
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelloDto"];
                    "text/html": string;
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Only this action; `queue` matches every action that begins with `queue.` */
                action?: string;
                /** @description `next_cursor` of the previous page */
                cursor?: string;
                /** @description Only actions at or after this time */
                from?: string;
                /** @description Entries per page */
                limit?: number;
                /** @description Only actions with this outcome */
                outcome?: "succeeded" | "refused" | "failed" | "pending" | "lost";
                /** @description Only actions on this target: the name of a queue or task type, the ID of a task, workflow, schedule, worker or bulk action, or the fingerprint of an error */
                target?: string;
                /** @description Only actions before this time */
                to?: string;
                /** @description Only actions by the key with this name */
                who?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPageDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcknowledgedLossDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionsDto"];
                };
            };
        };
    };
    createBulkAction: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
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
                "application/json": components["schemas"]["TasksReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
        };
    };
    getCapabilities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CapabilitiesDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterPageDto"] | components["schemas"]["DeadLetterGroupsDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterAnswerDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterAnswerDto"];
                };
            };
        };
    };
    listDeploys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploysDto"];
                };
            };
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
                queue?: string;
                /** @description The latest failure first, or the most failures first */
                sort?: "last_seen" | "count";
                /** @description Only groups in this state; `open` includes `reopened` */
                state?: "open" | "reopened" | "resolved" | "ignored";
                /** @description Count the failures of this period, which ends now. */
                window?: components["parameters"]["Window"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorsDto"];
                };
            };
        };
    };
    getError: {
        parameters: {
            query?: {
                /** @description Count the failures of this period, which ends now. */
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneErrorDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorGroupDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorRedriveDto"];
                };
            };
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorGroupDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorGroupDto"];
                };
            };
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
                /** @description Only changes to or from this status */
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    fetchUrl: {
        parameters: {
            query?: {
                /** @description An absolute http:// or https:// URL with a public address; in the query or in the body */
                url?: string;
            };
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
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
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    findById: {
        parameters: {
            query: {
                /** @description ID of a task, workflow, bulk action, worker or schedule, or fingerprint of an error */
                id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
        };
    };
    getHealthReport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    sendNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
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
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationTasksDto"];
                };
            };
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationTasksDto"];
                };
            };
        };
    };
    sendNotifications: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
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
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationOutcomesDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatesDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "text/plain": string;
                };
            };
        };
    };
    notify: {
        parameters: {
            query: {
                /** @description Email address of the recipient */
                email: string;
            };
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifiedDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuesDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDto"];
                };
            };
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkActionDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultDto"];
                };
            };
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the previous page */
                cursor?: string;
                /** @description Schedules per page */
                limit?: number;
                /** @description `true`: only paused schedules. */
                paused?: "true" | "false";
                /** @description Only schedules with this text in their ID, tasks, workflow name or note; ignores case */
                q?: string;
                /** @description `code`: as declared in code. */
                source?: "code" | "api";
                /** @description Only schedules that submit this task type, alone or in a workflow */
                task?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePageDto"];
                };
            };
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: lowercase letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
        };
    };
    putSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: lowercase letters, digits, dots, hyphens and underscores */
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
        };
    };
    deleteSchedule: {
        parameters: {
            query?: {
                /** @description Kept in the audit log */
                reason?: components["parameters"]["Reason"];
            };
            header?: never;
            path: {
                /** @description ID of the schedule: lowercase letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: lowercase letters, digits, dots, hyphens and underscores */
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
        };
    };
    backfillSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: lowercase letters, digits, dots, hyphens and underscores */
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackfillDto"];
                };
            };
        };
    };
    pauseSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: lowercase letters, digits, dots, hyphens and underscores */
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
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
                /** @description ID of the schedule: lowercase letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewDto"];
                };
            };
        };
    };
    resumeSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the schedule: lowercase letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
        };
    };
    runSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description ID of the schedule: lowercase letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleRunDto"];
                };
            };
        };
    };
    listTicks: {
        parameters: {
            query?: {
                /** @description Number of ticks; 100 are kept */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description ID of the schedule: lowercase letters, digits, dots, hyphens and underscores */
                schedule_id: components["parameters"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicksDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewDto"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"];
                };
            };
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogInDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"];
                };
            };
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsDto"];
                };
            };
        };
    };
    getStats: {
        parameters: {
            query: {
                /** @description One series for each queue, task type or worker, or one for `all` tasks. */
                by?: "queue" | "name" | "worker" | "all";
                /** @description `throughput`: tasks that ended as SUCCESS or FAILURE. */
                metric: "throughput" | "failures" | "wait" | "run" | "backlog";
                /** @description Only tasks of this type. */
                name?: string;
                /** @description Only tasks in this queue */
                queue?: components["parameters"]["Queue"];
                /** @description Length of a bucket. */
                step?: string;
                /** @description Length of the whole period, which ends now. */
                window?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatsDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskTypesDto"];
                };
            };
        };
    };
    getTaskType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the task type, or a former name */
                name: components["parameters"]["Name3"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskTypeDto"];
                };
            };
        };
    };
    limitTaskType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the task type, or a former name */
                name: components["parameters"]["Name3"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskLimitsChangeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskTypeDto"];
                };
            };
        };
    };
    pauseTaskType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the task type, or a former name */
                name: components["parameters"]["Name3"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskTypeDto"];
                };
            };
        };
    };
    resumeTaskType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the task type, or a former name */
                name: components["parameters"]["Name3"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskTypeDto"];
                };
            };
        };
    };
    listTaskRuns: {
        parameters: {
            query?: {
                /** @description Number of tasks */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Name of the task type, or a former name */
                name: components["parameters"]["Name3"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskRunsDto"];
                };
            };
        };
    };
    listTasks: {
        parameters: {
            query?: {
                /** @description Adds `count`, the number of tasks that match */
                count?: "estimate";
                /** @description `next_cursor` of the previous page */
                cursor?: string;
                /** @description Adds the payloads, or only the payload fields that the task type declares as `columns`; for the role admin only. */
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
                /** @description Order by this value. */
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskPageDto"];
                };
            };
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
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
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
        };
    };
    getTask: {
        parameters: {
            query?: {
                /** @description Adds the payload, for the role admin only. */
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
        };
    };
    deleteTask: {
        parameters: {
            query?: {
                /** @description Kept in the audit log */
                reason?: components["parameters"]["Reason"];
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
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskLogDto"];
                };
            };
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
        };
    };
    replayTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDto"];
                };
            };
        };
    };
    createTaskToken: {
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
                "application/json": components["schemas"]["TokenRequestDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransitionsDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskWhyDto"];
                };
            };
        };
    };
    submitBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
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
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswerDto"];
                };
            };
        };
    };
    countTasks: {
        parameters: {
            query?: {
                /** @description Only tasks of this type */
                name?: components["parameters"]["Name"];
                /** @description Query; see docs/queries.md for the language */
                q?: components["parameters"]["Q"];
                /** @description Only tasks in this queue */
                queue?: components["parameters"]["Queue"];
                /** @description Only tasks with this tag */
                tag?: components["parameters"]["Tag"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskCountsDto"];
                };
            };
        };
    };
    exportTasks: {
        parameters: {
            query?: {
                /** @description Adds the payloads, or only the payload fields that the task type declares as `columns`; for the role admin only. */
                include?: components["parameters"]["Include"];
                /** @description Only tasks of this type */
                name?: components["parameters"]["Name"];
                /** @description Direction of `sort` */
                order?: components["parameters"]["Order"];
                /** @description Query; see docs/queries.md for the language */
                q?: components["parameters"]["Q"];
                /** @description Only tasks in this queue */
                queue?: components["parameters"]["Queue"];
                /** @description Order by this value. */
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
        };
    };
    submitFetchStore: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    options?: components["schemas"]["RequestOptionsDto"];
                    payload: components["schemas"]["FetchPayload"];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FetchStoreTask"];
                };
            };
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewTask"];
                };
            };
        };
    };
    submitMathCountPrimes: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    options?: components["schemas"]["RequestOptionsDto"];
                    payload: components["schemas"]["CountPrimesPayload"];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MathCountPrimesTask"];
                };
            };
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewTask"];
                };
            };
        };
    };
    submitMathDivide: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    options?: components["schemas"]["RequestOptionsDto"];
                    payload: components["schemas"]["DividePayload"];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MathDivideTask"];
                };
            };
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewTask"];
                };
            };
        };
    };
    submitNotificationsDeliverWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    options?: components["schemas"]["RequestOptionsDto"];
                    payload: components["schemas"]["DeliverWebhookPayload"];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationsDeliverWebhookTask"];
                };
            };
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewTask"];
                };
            };
        };
    };
    submitNotificationsSendEmail: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=10`: wait up to 10 seconds for the result; the response is then 200 with the final task */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    options?: components["schemas"]["RequestOptionsDto"];
                    payload: components["schemas"]["SendEmailPayload"];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationsSendEmailTask"];
                };
            };
            201: {
                headers: {
                    /** @description URL of the task */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewTask"];
                };
            };
        };
    };
    suggestQuery: {
        parameters: {
            query?: {
                /** @description Position of the cursor, from 0, in UTF-16 units. */
                cursor?: number;
                /** @description The query as written so far, even with mistakes. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionsDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewsDto"];
                };
            };
        };
    };
    getView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the view: up to 64 letters, digits, spaces, dots, hyphens and underscores */
                name: components["parameters"]["Name4"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewDto"];
                };
            };
        };
    };
    putView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the view: up to 64 letters, digits, spaces, dots, hyphens and underscores */
                name: components["parameters"]["Name4"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewRequestDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewDto"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewDto"];
                };
            };
        };
    };
    deleteView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the view: up to 64 letters, digits, spaces, dots, hyphens and underscores */
                name: components["parameters"]["Name4"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkersDto"];
                };
            };
        };
    };
    getWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the worker process */
                worker_id: components["parameters"]["WorkerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandOutcomeDto"];
                };
            };
        };
    };
    getWorkerSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the worker process */
                worker_id: components["parameters"]["WorkerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerSettingsDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowPageDto"];
                };
            };
        };
    };
    startWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description A unique value, for example a UUID, that makes the request safe to repeat. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartWorkflowDto"];
            };
        };
        responses: {
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDetailsDto"];
                };
            };
        };
    };
    deleteWorkflow: {
        parameters: {
            query?: {
                /** @description Kept in the audit log */
                reason?: components["parameters"]["Reason"];
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
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDto"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDto"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDto"];
                };
            };
        };
    };
    createWorkflowToken: {
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
                "application/json": components["schemas"]["TokenRequestDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenDto"];
                };
            };
        };
    };
}
