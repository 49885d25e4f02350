/** The queue in which what operators order is carried out. Nothing that is done to many tasks is done to those of this one. */
export const OPERATIONS = 'operations';
