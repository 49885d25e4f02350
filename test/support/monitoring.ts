import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A metric used in an expression: its name, and the labels that it is selected or grouped by. */
export interface AskedMetric {
  readonly name: string;
  readonly labels: readonly string[];
}

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: unknown;
  readonly targets?: readonly { readonly expr: string; readonly datasource: unknown }[];
}

export interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string; readonly definition?: string }[];
  };
}

export function readAlerts(): readonly Alert[] {
  const file = parse(readProject('deploy/prometheus/alerts.yml')) as {
    readonly groups: readonly { readonly rules: readonly Alert[] }[];
  };
  return file.groups.flatMap(({ rules }) => rules);
}

export function readDashboard(): Dashboard {
  return JSON.parse(readProject('deploy/grafana/celeriac.json')) as Dashboard;
}

/** Every expression of the dashboard, as sent to Prometheus when everything is shown. */
export function expressionsOf({ panels }: Dashboard): readonly string[] {
  const written = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  return written.map((expr) => expr.replaceAll('$__rate_interval', '5m').replaceAll(/\$\w+/g, '.*'));
}

/** The metrics in a PromQL expression. A label of `by (…)` counts for each of them. */
export function metricsIn(expression: string): readonly AskedMetric[] {
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((label) => label.trim()),
  );
  const metrics = expression.matchAll(/\b((?:celeriac|nodejs|process)_[a-z\d_]+)\b(?:\{([^}]*)\})?/g);
  return [...metrics].map(([, name = '', selector = '']) => ({
    name,
    labels: [...[...selector.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)].map(([, label = '']) => label), ...grouped],
  }));
}

/** Reads a file of this repository. */
export function readProject(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
