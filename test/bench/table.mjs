/**
 * Prints rows of { what, rates, baseline?, wanted? }: the median of the rates, their range, and where there is a
 * baseline the ratio of the medians, beside the one that is wanted.
 */
export function printTable(rows) {
  const cells = rows.map(({ what, rates, baseline, wanted }) => [
    what,
    count(median(rates)),
    `${count(Math.min(...rates))} to ${count(Math.max(...rates))}`,
    baseline ? `${(median(rates) / median(baseline)).toFixed(2)} x` : '',
    wanted ? `${wanted} x: ${median(rates) / median(baseline) >= wanted ? 'reached' : 'not reached'}` : '',
  ]);
  const lines = [['what', 'median', 'range', 'ratio', 'wanted'], ...cells];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('   ')
        .trimEnd(),
    );
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function count(number) {
  return Math.round(number).toLocaleString('en-US');
}
