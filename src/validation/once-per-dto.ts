import type { Dto } from './parse-dto.js';

/** `workOut`, done once for each DTO, when it is first asked for: what decorators have said does not change any more. */
export function oncePerDto<T>(workOut: (dto: Dto<object>) => T): (dto: Dto<object>) => T {
  const known = new Map<Dto<object>, { readonly result: T }>();
  return (dto) => {
    const found = known.get(dto);
    if (found) return found.result;
    const result = workOut(dto);
    known.set(dto, { result });
    return result;
  };
}
