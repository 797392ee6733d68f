const warmUpMs = 300;
const measuredMs = 400;

/** Prints what one call costs in nanoseconds once the code is warm: the median over batches. */
export function timeEach(call) {
  const batch = batchOf(call, warmUpMs);
  const costs = [];
  const end = performance.now() + measuredMs;
  while (performance.now() < end) costs.push(timeOf(call, batch) / batch);
  print(costs);
}

/** The same of a call that gives a promise. */
export async function timeEachAsync(call) {
  const costs = [];
  for (const until of [performance.now() + warmUpMs, performance.now() + warmUpMs + measuredMs]) {
    costs.length = 0;
    while (performance.now() < until) {
      const start = process.hrtime.bigint();
      await call();
      costs.push(Number(process.hrtime.bigint() - start));
    }
  }
  print(costs);
}

/** How many calls take about a millisecond, found while warming up. */
function batchOf(call, forMs) {
  let batch = 1;
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    const nanoseconds = timeOf(call, batch);
    if (nanoseconds < 1_000_000) batch *= 2;
  }
  return batch;
}

function timeOf(call, times) {
  const start = process.hrtime.bigint();
  for (let time = 0; time < times; time += 1) call();
  return Number(process.hrtime.bigint() - start);
}

function print(costs) {
  costs.sort((a, b) => a - b);
  process.stdout.write(`${costs[Math.floor(costs.length / 2)]}\n`);
}
