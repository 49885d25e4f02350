import type { components } from '@celeriac/client';

export type TaskType = components['schemas']['TaskTypeDto'];
