import { ApiProperty } from '@nestjs/swagger';
import type { Config } from '../../platform/config/config.js';
import { type ShownSetting, shownSettings } from '../../platform/config/shown-settings.js';
import { version } from '../../platform/config/version.js';
import { NullableField } from '../schema/fields.js';

const ANY = { nullable: true, example: 'info', description: 'Any JSON' };

/** A setting of a process. */
export class SettingDto implements ShownSetting {
  @ApiProperty({ example: 'LOG_LEVEL', description: 'The environment variable' })
  name!: string;

  @ApiProperty({ example: 'level of the log', description: 'The meaning, as in docs/settings.md' })
  description!: string;

  @ApiProperty({
    type: Object,
    ...ANY,
    description: 'The parsed value as JSON; null if it is secret or not set',
  })
  value!: unknown;

  @NullableField.text({ example: 'info', description: 'Default; null if there is none' })
  default!: string | null;

  @ApiProperty({ example: true, description: 'True if it has a value' })
  set!: boolean;

  @ApiProperty({ example: false, description: 'True if the value differs from the default' })
  changed!: boolean;

  @ApiProperty({ example: false, description: 'True if the value is never shown' })
  secret!: boolean;
}

class VersionsDto {
  @ApiProperty({ example: '0.2.0' })
  celeriac!: string;

  @ApiProperty({ example: '22.12.0' })
  node!: string;

  @NullableField.text({
    example: '7.2.4',
    description: 'Null if Redis does not respond or does not report it',
  })
  redis!: string | null;
}

/** The configuration of this API process. */
export class SettingsDto {
  @ApiProperty({ type: VersionsDto })
  versions!: VersionsDto;

  @ApiProperty({ type: [SettingDto], description: 'In the order of docs/settings.md' })
  items!: SettingDto[];

  static of(config: Config, redis: string | null): SettingsDto {
    return {
      versions: { celeriac: version, node: process.versions.node, redis },
      items: shownSettings(config),
    };
  }
}
