// Counts the statements of all services by their own metric, and what of them a time had more than the calm before it.

/** {query: count} over all services. */
export async function query_counts(stack) {
  const counts = {};
  for (const name of stack.services.flatMap((service) => stack.replicas_of(service))) {
    const { text } = await stack.operations(name, '/metrics');
    for (const [, query, count] of text.matchAll(/^verbund_sql_seconds_count\{query="([^"]*)"\} (\d+)/gm)) counts[query] = (counts[query] ?? 0) + Number(count);
  }
  return counts;
}

/** Of three counts [time, counts] the surplus of the second time over the rate of the first, the greatest first. */
export function queries_between([[from, before], [middle, calm], [to, after]]) {
  return Object.entries(after)
    .map(([name, count]) => {
      const rate = ((calm[name] ?? 0) - (before[name] ?? 0)) / (middle - from);
      return { name, count: Math.max(0, count - (calm[name] ?? 0) - rate * (to - middle)) };
    })
    .filter((each) => each.count >= 1)
    .sort((a, b) => b.count - a.count);
}
