// Judges order: what one session wrote one after another, and what anybody wrote after somebody else's acknowledgement.

const acknowledged = (one) => one.end?.type === 'ok';

/** The sends that ended with their first try, by channel, in the order in which they were asked. */
function plain_sends(model) {
  const channels = new Map();
  for (const { channel, sends } of model.writes.values()) {
    if (!channels.has(channel)) channels.set(channel, []);
    const own = sends.filter((one) => one.asked.value.text === sends[0].asked.value.text);
    const first = own[0];
    const end = own.filter(acknowledged).sort((a, b) => a.end.i - b.end.i)[0];
    if (!first || !end) continue;
    channels.get(channel).push({ first, end, single: acknowledged(first) && own.length === 1, number: end.end.value.number });
  }
  return channels;
}

export function judge_order(model, report) {
  for (const [channel, sends] of plain_sends(model)) {
    sends.sort((a, b) => a.first.asked.i - b.first.asked.i);
    judge_sessions(channel, sends, report);
    judge_real_time(channel, sends, report);
  }
  judge_positions(model, report);
}

/** Over one line, what was asked first has the smaller number, when neither had to be repeated. */
function judge_sessions(channel, sends, report) {
  const last = new Map();
  for (const send of sends.filter((each) => each.single)) {
    const before = last.get(send.first.process);
    if (before && before.number > send.number)
      report.add('reorder', `${send.first.process} sent ${before.first.key} first to ${channel}, and it has the greater number`, [before.first.asked.i, send.first.asked.i, before.end.end.i, send.end.end.i]);
    last.set(send.first.process, send);
  }
}

/** What was asked after another's acknowledgement has the greater number. */
function judge_real_time(channel, sends, report) {
  const by_number = [...sends].sort((a, b) => b.number - a.number);
  let earliest;
  for (const send of by_number) {
    if (earliest && earliest.end.end.i < send.first.asked.i)
      report.add('reorder', `${send.first.key} was sent to ${channel} after ${earliest.first.key} was acknowledged, and has the smaller number`, [earliest.end.end.i, send.first.asked.i, send.end.end.i]);
    if (!earliest || send.end.end.i < earliest.end.end.i) earliest = send;
  }
}

/** Changes too: an acknowledged position is smaller than that of whatever was begun later. Repetitions answer an old state. */
function judge_positions(model, report) {
  const channels = new Map();
  for (const { channel, sends, edits, deletes } of model.writes.values())
    for (const group of [sends, edits, deletes]) {
      // A repetition answers the state of now, and an edit that changes nothing the state of then.
      const single = group.filter((one) => acknowledged(one) && group.filter((each) => each.asked.value.text === one.asked.value.text).length === 1);
      channels.set(channel, [...(channels.get(channel) ?? []), ...single]);
    }
  for (const [channel, tries] of channels) {
    const taken = new Map();
    for (const one of tries) {
      const { id, position } = one.end.value;
      const other = taken.get(position);
      if (other) report.add('dup', `position ${position} of ${channel} was given to ${other.key} and to ${id}`, [other.asked.i, one.asked.i, other.end.i, one.end.i]);
      taken.set(position, one);
    }
    let earliest;
    for (const one of [...tries].sort((a, b) => b.end.value.position - a.end.value.position)) {
      if (earliest && earliest.end.i < one.asked.i)
        report.add('reorder', `a change of ${one.key} in ${channel} was asked after one of ${earliest.key} was acknowledged, and has the smaller position`, [earliest.end.i, one.asked.i, one.end.i]);
      if (!earliest || one.end.i < earliest.end.i) earliest = one;
    }
  }
}
