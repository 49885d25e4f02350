/** From most to least severe; `silent` suppresses everything. */
export const logLevelNames = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export type LogLevel = (typeof logLevelNames)[number];

/** Log levels: a default, and overrides by module (the `context` of a line, such as `Tasks` or `Broker`). */
export class LogLevels {
  private general: LogLevel = 'info';
  private readonly byModule = new Map<string, LogLevel>();

  /**
   * @param module limits the change to lines of this module; if omitted, the level applies to everything and clears all
   * overrides
   */
  set(level: LogLevel, module?: string): void {
    if (module !== undefined) return void this.byModule.set(module, level);
    this.general = level;
    this.byModule.clear();
  }

  /** `info`, or `info, Broker=debug` with overrides. */
  describe(): string {
    const modules = [...this.byModule].map(([module, level]) => `${module}=${level}`);
    return [this.general, ...modules].join(', ');
  }

  allows(level: LogLevel, module: string | undefined): boolean {
    const least = (module !== undefined && this.byModule.get(module)) || this.general;
    return logLevelNames.indexOf(level) <= logLevelNames.indexOf(least);
  }
}

/**
 * The levels of this process, which has one log stream: Nest's Logger is one for all applications, too. Commands change
 * them at run time.
 */
export const logLevels = new LogLevels();
