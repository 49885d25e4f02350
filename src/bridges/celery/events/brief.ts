/** A value that is read anew only when the last reading is older than some time. Questions meanwhile share it. */
export class Brief<T> {
  private known: { readonly value: Promise<T>; readonly at: number } | undefined;

  constructor(
    private readonly maxAgeMs: number,
    private readonly read: () => Promise<T>,
  ) {}

  /** @throws the error of the reading, which is then done again */
  get(): Promise<T> {
    const now = performance.now();
    if (this.known === undefined || now - this.known.at > this.maxAgeMs) this.start(now);
    return this.known?.value ?? this.read();
  }

  /** The value has changed: the next question reads it. */
  forget(): void {
    this.known = undefined;
  }

  private start(at: number): void {
    const reading = { value: this.read(), at };
    this.known = reading;
    reading.value.catch(() => {
      if (this.known === reading) this.known = undefined;
    });
  }
}
