import type { Provider } from '@nestjs/common';
import { CanvasSteps } from './canvas-steps.js';
import { Canvas } from './canvas.js';
import { CanvasRoutes } from './canvas-routes.js';
import { CanvasSender } from './canvas-sender.js';

/** The canvas, as `CanvasSteps` for the egress. */
export const canvasServices: readonly Provider[] = [
  CanvasRoutes,
  CanvasSender,
  { provide: CanvasSteps, useClass: Canvas },
];
