import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Max, Min } from 'class-validator';
import { isoTime } from '../../platform/timing/iso-time.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';
import {
  type IssueToken,
  type IssuedToken,
  type TokenTarget,
  tokenBounds,
} from '../access/tokens/read-token.js';
import { OptionalField } from './fields.js';

const TOKEN = {
  example: 'celt_WyJ0YXNrIiwiMDE5MzhmNWUtN2Ix.pIdxYg2jN0cV7XUe6QvM9y0k3m1oQ8bT4sRz5aWfLhE',
  description:
    'Reads only this task or workflow. Send it as `Authorization: Bearer`, or for an EventSource as `access_token` ' +
    'in the URL',
};
const EXPIRY = { format: 'date-time', example: '2026-11-24T08:15:00.000Z' };

/** Body of POST /tasks/{task_id}/tokens and /workflows/{workflow_id}/tokens. */
export class TokenRequestDto {
  @ApiPropertyOptional({
    ...{ type: 'integer', ...tokenBounds, example: 60_000 },
    description: 'Time until the token expires',
  })
  @IsOptional()
  @IsSafeInteger()
  @Min(tokenBounds.minimum)
  @Max(tokenBounds.maximum)
  ttl_ms?: number;
}

/** A token. It is shown once, and not stored. */
export class TokenDto {
  @ApiProperty(TOKEN)
  token!: string;

  @ApiProperty(EXPIRY)
  token_expires_at!: string;

  static of({ token, expiresAt }: IssuedToken): TokenDto {
    return { token, token_expires_at: isoTime(expiresAt) };
  }
}

/** The same in the response to a submit that has asked for it. */
export class MaybeTokenDto {
  @ApiPropertyOptional({ ...TOKEN, description: `Only after a submit with \`token\`. ${TOKEN.description}` })
  token?: string;

  @ApiPropertyOptional(EXPIRY)
  token_expires_at?: string;
}

/**
 * Adds a token to the response to a submit.
 *
 * @param issue undefined if the submit has not asked for one
 */
export function withToken<T extends MaybeTokenDto>(
  shown: T,
  issue: IssueToken | undefined,
  target: TokenTarget,
): T {
  return issue ? Object.assign(shown, TokenDto.of(issue(target))) : shown;
}

/** The field `token` of a submit. */
export class WantsTokenDto {
  @OptionalField.flag({
    example: true,
    description: 'Adds a token for a browser to the response, valid for 15 minutes: see `/tokens`',
  })
  token?: boolean;
}
