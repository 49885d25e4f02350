/**
 * `T` if every value of it survives JSON unchanged; otherwise a type to which `T` is not assignable, so that the
 * program does not compile. JSON changes or loses `Date`, `Map`, `Set`, `bigint`, functions, symbols and required
 * `undefined`s.
 */
export type Json<T> = T extends string | number | boolean | null
  ? T
  : T extends bigint | symbol | undefined | ((...args: never[]) => unknown)
    ? never
    : T extends Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> | RegExp | Error | ArrayBufferView
      ? never
      : T extends readonly (infer Item)[]
        ? readonly Json<Item>[]
        : T extends object
          ? { [K in keyof T]: JsonProperty<T, K> }
          : never;

/**
 * `unknown` is accepted: the runner checks the actual value. `{ tags?: string[] }` is accepted, because JSON omits the
 * property; `{ tags: string[] | undefined }` is not.
 */
type JsonProperty<T, K extends keyof T> = unknown extends T[K]
  ? T[K]
  : undefined extends T[K]
    ? Partial<Pick<T, K>> extends Pick<T, K>
      ? Json<Exclude<T[K], undefined>> | undefined
      : never
    : Json<T[K]>;
