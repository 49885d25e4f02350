/** The configuration of this application. Where it comes from is the application's business. */
export interface AppConfig {
  /** Name of the worker, as shown in its tasks. */
  readonly name: string;
  readonly port: number;
  readonly redisUrl: string;
  /** Begins every key in Redis, so that several applications can share one. */
  readonly redisPrefix: string;
}

export const config: AppConfig = {
  name: 'reports-worker',
  port: 3000,
  redisUrl: 'redis://localhost:6379/0',
  redisPrefix: 'reports-app',
};
