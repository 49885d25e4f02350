/**
 * Throw it from `run` to end the task as FAILURE at once, whatever attempts are left: the error will not go away by
 * trying again (a refused address, a recipient that does not exist). The `cause`, if there is one, gives the type.
 */
export class DiscardTask extends Error {
  override readonly name = 'DiscardTask';
}
