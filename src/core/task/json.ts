/**
 * `T` if every value of it survives JSON unchanged; otherwise a type that `T` is not assignable to, so that the
 * program does not compile. `Date`, `Map`, `Set`, `bigint`, functions, symbols and required `undefined`s are what
 * JSON would change or lose.
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
 * `unknown` is taken at its word: the runner checks the real value. `{ tags?: string[] }` is fine, because JSON
 * leaves the property out; `{ tags: string[] | undefined }` is not.
 */
type JsonProperty<T, K extends keyof T> = unknown extends T[K]
  ? T[K]
  : undefined extends T[K]
    ? Partial<Pick<T, K>> extends Pick<T, K>
      ? Json<Exclude<T[K], undefined>> | undefined
      : never
    : Json<T[K]>;
