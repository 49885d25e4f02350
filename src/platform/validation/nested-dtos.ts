import { planOf } from './dto-plan.js';
import type { Dto } from './dto.js';

/** The DTO and its nested DTOs (`@ValidateNested`) at any depth. */
export function dtosWithin(dto: Dto<object>, found = new Set<Dto<object>>()): ReadonlySet<Dto<object>> {
  if (found.has(dto)) return found;
  found.add(dto);
  for (const { isNested, classes } of planOf(dto).fields.values())
    if (isNested) for (const nested of classes?.all ?? []) dtosWithin(nested, found);
  return found;
}
