// Judges what somebody was given after she left or was put out: no answer at all, and no event later than a second.

const second = 1e9;
/** Without news of who may see what for this long, a gateway relays nothing (docs/decisions.md). */
const patience = 5 * second;

function streams_of(model, space) {
  const streams = new Set([`space:${space}`]);
  for (const [id, channel] of model.channels) if (channel.space === space) streams.add(`channel:${id}`);
  return streams;
}

const overlaps = (fault, from, to) => fault.from < to && fault.to > from;
const news = new Set(['members', 'members1', 'postgres']);

/** How much later than a second an event may be noted, for what nobody could help: the way or the reader stood still. */
function grace(model, gateway, from, to) {
  let more = 0;
  let cut_off = false;
  for (const fault of model.faults) {
    // A second on: who just came back needs a moment to answer.
    if (!overlaps({ from: fault.from, to: fault.to + second }, from, to)) continue;
    const here = fault.target === `gateway${gateway}`;
    if (fault.kind === 'lag' || (here && fault.kind === 'stop')) more += Math.min(fault.to, to) - Math.max(fault.from, from);
    else if (here && fault.kind === 'net_delay') more += fault.more.delay * 1e6 * 2;
    else if (here && fault.kind === 'net_slice') more += second;
    else if (news.has(fault.target) && fault.kind !== 'postgres_lock') cut_off = true;
  }
  return Math.max(0, more) + (cut_off ? patience : 0);
}

export function judge_removal(model, report) {
  report.latest_ms = 0;
  for (const absence of model.absences) {
    const { space, member, left, back } = absence;
    const streams = streams_of(model, space);
    const until = back?.i ?? Infinity;
    for (const event of between(model.events, left.i, until)) {
      if (event.f !== 'recv' && event.f !== 'head') continue;
      if (model.members.get(event.process) !== member || !streams.has(event.key)) continue;
      const late = event.t_ns - left.t_ns;
      report.latest_ms = Math.max(report.latest_ms, late / 1e6);
      if (late > second + grace(model, event.gateway, left.t_ns, event.t_ns))
        report.add('late_after_removal', `${event.process} was sent ${event.key} ${Math.round(late / 1e6)} ms after ${left.f} was acknowledged`, [left.i, event.i]);
    }
    judge_answers(model, { streams, member, left, until }, report);
  }
}

function* between(events, from, to) {
  for (let i = from + 1; i < Math.min(to, events.length); i++) yield events[i];
}

/** Who asks after that is refused at once. */
function judge_answers(model, { streams, member, left, until }, report) {
  for (const one of model.tries) {
    if (one.asked.i < left.i || !(one.end?.i < until) || one.end.type !== 'ok') continue;
    if (model.members.get(one.process) !== member) continue;
    const stream = { page: `channel:${one.key}`, resume: one.key, fresh: one.key, mark_read: `channel:${one.key}` }[one.f] ?? `channel:${one.asked.value.channel}`;
    if (streams.has(stream)) report.add('late_after_removal', `${one.process} was answered ${one.f} of ${stream} after ${left.f} was acknowledged`, [left.i, one.asked.i, one.end.i]);
    if (one.f === 'unread' && one.end.value.channels.some(([channel]) => streams.has(`channel:${channel}`)))
      report.add('late_after_removal', `${one.process} was still listed channels after ${left.f} was acknowledged`, [left.i, one.asked.i, one.end.i]);
  }
}
