import type { QueueLimits } from './queue-acts.js';

/** Limits as texts of a form. Empty: no limit. */
export interface LimitTexts {
  readonly concurrency: string;
  readonly max: string;
  readonly seconds: string;
}

export function textsOfLimits({ concurrency, rate }: QueueLimits): LimitTexts {
  return {
    concurrency: concurrency === null ? '' : String(concurrency),
    max: rate === null ? '' : String(rate.max),
    seconds: rate === null ? '1' : String(rate.duration_ms / 1_000),
  };
}

/** The limits that the texts stand for. Numbers are judged by the API. */
export function limitsOfTexts({ concurrency, max, seconds }: LimitTexts): QueueLimits {
  return {
    concurrency: numberOf(concurrency),
    rate:
      numberOf(max) === null
        ? null
        : { max: numberOf(max) ?? 0, duration_ms: Math.round((numberOf(seconds) ?? 1) * 1_000) },
  };
}

/** `10 in 1 s`, or `none`. */
export function rateText(rate: QueueLimits['rate']): string {
  return rate === null ? 'no limit' : `${rate.max} in ${rate.duration_ms / 1_000} s`;
}

/** Null for an empty text. */
export function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}
