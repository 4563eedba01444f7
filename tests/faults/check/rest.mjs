// Judges how it ended: unread counts as they must be, nothing pending, nothing crashed, no lock taken in the wrong order.

/** unread = last number − read number − own and taken back above it, at most 1,000. */
function true_unread(model, member, channel) {
  const truth = model.truth.get(`channel:${channel}`);
  const marks = new Map(model.truth.get(`member:${member}`)?.value.marks ?? []);
  const read = marks.get(channel) ?? 0;
  const above = (truth?.value.objects ?? []).filter((each) => each.number > read);
  const count = above.filter((each) => each.author !== member && !each.deleted).length;
  const taken_back = above.filter((each) => each.deleted && each.author !== member).length;
  return { count: Math.min(1_000, count), taken_back };
}

export function judge_unread(model, report) {
  let judged = 0;
  for (const event of model.events) {
    if (event.i < model.drained || event.type !== 'ok') continue;
    const member = model.members.get(event.process);
    if (event.f === 'unread')
      for (const [channel, , , unread] of event.value.channels) {
        judged += 1;
        const { count } = true_unread(model, member, channel);
        if (unread !== count) report.add('unread_drift', `${event.process} is told ${unread} unread in ${channel}; it is ${count}`, [event.i]);
      }
    if (event.f === 'shown_unread') {
      judged += 1;
      // A page learns of what others take back from its next list; until then it shows at most those too many.
      const { count, taken_back } = true_unread(model, member, event.key);
      const { unread } = event.value;
      if (unread < count || unread > count + taken_back) report.add('unread_drift', `${event.process} shows ${unread} unread in ${event.key}; it is ${count}, ${taken_back} taken back`, [event.i]);
    }
  }
  if (judged === 0) report.add('unread_drift', 'nobody was asked what is unread in the end', []);
}

const fine_closes = new Set([1000, 1001, 1005, 1006, 1012, 4408]);

export function judge_rest(model, report) {
  if (!model.rest) report.add('unclean', 'the history ends without a look at what is left', []);
  for (const [what, count] of Object.entries(model.rest?.value ?? {})) if (count > 0) report.add('unclean', `${count} ${what} are left`, [model.rest.i]);
  for (const { i, f, key, value, process } of model.events) {
    if (f === 'defect') report.add('unclean', `${process}: ${key} failed in the load itself`, [i]);
    if (f === 'crash') report.add('crashed', `${key} ended by itself`, [i]);
    if (f === 'bad_end') report.add('crashed', `${key} ended with ${value.signal ?? value.code} after SIGTERM`, [i]);
    if (f === 'deadlock') report.add('deadlocks', `PostgreSQL found ${value.count} deadlocks`, [i]);
    if (f === 'queued' && value.bytes > value.bound) report.add('unbounded', `${key} kept ${value.bytes} bytes for one that does not read; ${value.bound} is the bound`, [i]);
    if (f === 'cut' && !fine_closes.has(value.code)) report.add('bad_close', `${process} was closed with ${value.code}`, [i]);
    if (f === 'undrained') report.add('unclean', `${key} had not come to rest 30 s after everything was healed`, [i]);
  }
}
