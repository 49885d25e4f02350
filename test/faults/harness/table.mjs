/** One line per bound: measurement, limit, and whether it holds. */
export function tableOf(lines) {
  const rows = lines.flatMap(({ row, fault, skipped, error, bounds = [] }) => {
    if (skipped) return [[row, fault, skipped, '', 'skipped']];
    const told = bounds.map(({ what, value, wanted, holds }, i) => [
      row,
      i === 0 ? fault : '',
      `${what}: ${value}`,
      wanted,
      { true: 'hold', false: 'BROKEN' }[holds] ?? holds,
    ]);
    return error ? [...told, [row, told.length ? '' : fault, error.split('\n')[0], '', 'BROKEN']] : told;
  });
  const all = [['row', 'fault', 'measured', 'to hold', ''], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((cells) => cells[column].length)));
  return all
    .map((cells) =>
      cells
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
