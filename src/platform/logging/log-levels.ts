/** From the most to the least severe; `silent` lets nothing pass. */
export const logLevelNames = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export type LogLevel = (typeof logLevelNames)[number];

/** How much is logged: by default, and by a module (the `context` of its lines, such as `Tasks` or `Broker`). */
export class LogLevels {
  private general: LogLevel = 'info';
  private readonly byModule = new Map<string, LogLevel>();

  /** @param module for its lines only; left out, for everything, and what was said of single modules is forgotten */
  set(level: LogLevel, module?: string): void {
    if (module !== undefined) return void this.byModule.set(module, level);
    this.general = level;
    this.byModule.clear();
  }

  /** `info`, or `info, Broker=debug` where modules differ. */
  describe(): string {
    const modules = [...this.byModule].map(([module, level]) => `${module}=${level}`);
    return [this.general, ...modules].join(', ');
  }

  allows(level: LogLevel, module: string | undefined): boolean {
    const least = (module !== undefined && this.byModule.get(module)) || this.general;
    return logLevelNames.indexOf(level) <= logLevelNames.indexOf(least);
  }
}

/** Those of this process: there is one stream of lines, whoever writes them. Changed at run time by a command. */
export const logLevels = new LogLevels();
