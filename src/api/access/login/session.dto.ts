import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Role, roles } from '../../../platform/config/roles.js';
import { isoTimeOrNull } from '../../../platform/timing/iso-time.js';
import type { Access, AccessMode, LoginWay } from '../access.js';
import type { SessionView } from './session-cookie.js';
import { Field, NullableField } from '../../schema/fields.js';

/** Body of POST /session. */
export class LogInDto {
  @Field.text(1, 256, { example: 'cel_…', description: 'An API key' })
  key!: string;
}

/** A way to log in. */
export class LoginDto {
  @ApiProperty({
    enum: ['key', 'oidc'] satisfies LoginWay['type'][],
    example: 'key',
    description: '`key`: by POST /session with an API key. `oidc`: at an identity provider, by opening `url`',
  })
  type!: LoginWay['type'];

  @ApiPropertyOptional({
    example: 'Log in with single sign-on',
    description: 'Label of its button; for `oidc`',
  })
  title?: string;

  @ApiPropertyOptional({
    example: '/session/oidc',
    description: 'Path to open in the browser, with `?next=` and the page to go to; for `oidc`',
  })
  url?: string;
}

/** The login of a browser. */
export class SessionDto {
  @ApiProperty({ example: true, description: 'Always true unless the access mode is `keys`' })
  authenticated!: boolean;

  @ApiProperty({
    enum: ['keys', 'loopback', 'open'] satisfies AccessMode[],
    example: 'keys',
    description:
      '`keys`: clients must authenticate with a key or a login. `loopback`: no keys are configured, and only this ' +
      'machine is served. `open`: AUTH=none, everyone is served',
  })
  mode!: AccessMode;

  @NullableField.text({
    example: 'ops',
    description: 'Name of the API key, or `oidc:` and the name of a person; null if nobody is logged in',
  })
  name!: string | null;

  @ApiProperty({ enum: [...roles, null], type: String, nullable: true, example: 'operator' })
  role!: Role | null;

  @NullableField.time({
    example: '2026-11-24T16:00:00.123Z',
    description: 'End of the session; null without one, and for a key in `Authorization`',
  })
  expires_at!: string | null;

  @ApiProperty({
    example: true,
    description:
      'False while the broker is unavailable: then a session may have been logged out elsewhere, or may be valid ' +
      'although it is not recognised',
  })
  checked!: boolean;

  @ApiProperty({ type: [LoginDto], description: 'The ways to log in; empty if no login is needed' })
  logins!: LoginDto[];

  static of({ mode, logins: ways }: Access, { principal, isChecked }: SessionView): SessionDto {
    if (mode !== 'keys') return { ...NOBODY, authenticated: true, mode, role: 'admin', logins: [] };
    const logins = [...ways];
    if (principal === undefined) return { ...NOBODY, mode, checked: isChecked, logins };
    const { name, role, expiresAt = null } = principal;
    const expires_at = isoTimeOrNull(expiresAt);
    return { authenticated: true, mode, name, role, expires_at, checked: isChecked, logins };
  }
}

const NOBODY = { authenticated: false, name: null, role: null, expires_at: null, checked: true } as const;
