import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const PERIOD = /^([1-9]\d{0,4})([mhd])$/;

/** The query parameter for a length of time in whole minutes, hours or days: `15m`, `24h`, `30d`. */
export function Period(example: string, description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ pattern: PERIOD.source, example, description }),
    IsOptional(),
    Matches(PERIOD, {
      message: '$property must be a number of minutes, hours or days, such as 15m, 24h or 30d',
    }),
  );
}

/** @param text checked by `Period` */
export function periodMs(text: string): number {
  const [, number, unit] = PERIOD.exec(text) ?? [];
  // The pattern has no other letters.
  return Number(number) * UNITS_MS[unit as keyof typeof UNITS_MS];
}
