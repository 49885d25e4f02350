/** The queue of bulk actions, which are tasks themselves. No bulk action applies to the tasks of this queue. */
export const OPERATIONS = 'operations';
