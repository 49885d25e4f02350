/**
 * Base of our errors. `name` is the name of the class: logs, the records of failed tasks and the rules of retries use
 * it, so a bundler must not shorten the names of classes. Nest and Swagger require that as well.
 */
export class NamedError extends Error {
  override readonly name: string = this.constructor.name;
}
