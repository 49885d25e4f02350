/** A class whose class-validator decorators describe a shape. */
export type Dto<T extends object> = new () => T;
