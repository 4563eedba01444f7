// Judges answers to reading: they hold what was acknowledged before they were asked, at any gateway, and no text taken back.

const acknowledged = (one) => one.end?.type === 'ok';

/** By channel, in order of acknowledgement: what was stored at which number and position; and texts taken back. */
function acknowledgements(model) {
  const channels = new Map();
  for (const { id, channel, sends, edits, deletes } of model.writes.values()) {
    if (!channels.has(channel)) channels.set(channel, []);
    const first = sends[0]?.asked.value.text;
    for (const one of [...sends.filter((each) => each.asked.value.text === first), ...edits, ...deletes])
      if (acknowledged(one)) channels.get(channel).push({ id, i: one.end.i, number: one.end.value.number, position: one.end.value.position });
  }
  const known = new Map();
  for (const [channel, all] of channels) {
    all.sort((a, b) => a.i - b.i);
    let position = { value: 0, i: undefined };
    let number = { value: 0, i: undefined };
    for (const each of all) {
      if (each.position > position.value) position = { value: each.position, i: each.i };
      if (each.number > number.value) number = { value: each.number, i: each.i };
      Object.assign(each, { highest: position, last: number });
    }
    known.set(channel, all);
  }
  return known;
}

/** The last of the list that stands before line i. */
function before(list, i) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].i < i) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function judge_reading(model, report) {
  const known = acknowledgements(model);
  for (const one of model.reads) {
    if (!acknowledged(one)) continue;
    if (one.f === 'page') judge_page(one, known.get(one.key) ?? [], report);
    else if (one.f === 'unread') judge_list(one, known, report);
    else judge_stream(one, known.get(one.key.slice('channel:'.length)) ?? [], report);
  }
  judge_marks(model, report);
}

function judge_page(one, all, report) {
  const count = before(all, one.asked.i);
  if (count === 0) return;
  const { objects } = one.end.value;
  const held = new Map(objects.map((each) => [each.id, each]));
  const least = objects[0]?.number ?? 1;
  const newest = one.asked.value.before === undefined;
  const most = newest ? Infinity : one.asked.value.before - 1;
  // Looks back only as far as a page reaches; what was acknowledged earlier is judged with the truth.
  for (let at = count - 1; at >= 0 && at > count - 400; at--) {
    const { id, i, number, position } = all[at];
    if (number < least || number > most) continue;
    const own = held.get(id);
    if (!own || own.position < position) report.add('stale_read', `a page of ${one.key} lacks ${id} at position ${position}, acknowledged before it was asked`, [i, one.asked.i, one.end.i]);
  }
}

function judge_stream(one, all, report) {
  const count = before(all, one.asked.i);
  if (count === 0) return;
  const { highest } = all[count - 1];
  if (one.end.value.position < highest.value)
    report.add('stale_read', `${one.f} of ${one.key} stands at ${one.end.value.position}, though ${highest.value} was acknowledged before`, [highest.i, one.asked.i, one.end.i]);
}

function judge_list(one, known, report) {
  for (const [channel, last] of one.end.value.channels) {
    const all = known.get(channel) ?? [];
    const count = before(all, one.asked.i);
    if (count > 0 && last < all[count - 1].last.value)
      report.add('stale_read', `the list says ${last} for ${channel}, though ${all[count - 1].last.value} was acknowledged before`, [all[count - 1].last.i, one.asked.i, one.end.i]);
  }
}

/** A read mark that was acknowledged never goes back: not in an answer, not in a list, not in the end. */
function judge_marks(model, report) {
  const marks = new Map();
  const lists = [];
  for (const one of model.tries) {
    const member = model.members.get(one.process);
    if (one.f === 'mark_read' && acknowledged(one)) {
      const name = `${member} ${one.key}`;
      marks.set(name, [...(marks.get(name) ?? []), one]);
      if (one.end.value.number < one.asked.value.number) report.add('lost', `a read mark of ${one.key} came back lower than asked`, [one.asked.i, one.end.i]);
    } else if (one.f === 'unread' && acknowledged(one)) lists.push([member, one]);
  }
  for (const [member, list] of lists)
    for (const [channel, , read] of list.end.value.channels)
      for (const mark of marks.get(`${member} ${channel}`) ?? [])
        if (mark.end.i < list.asked.i && mark.end.value.number > read) report.add('stale_read', `the list has ${channel} read up to ${read}, though ${mark.end.value.number} was acknowledged`, [mark.end.i, list.asked.i, list.end.i]);
  for (const [stream, { i, value }] of model.truth) {
    if (!value.marks) continue;
    const real = new Map(value.marks);
    for (const [name, tries] of marks) {
      const [member, channel] = name.split(' ');
      if (stream !== `member:${member}`) continue;
      for (const one of tries) if ((real.get(channel) ?? 0) < one.end.value.number) report.add('lost', `the read mark ${one.end.value.number} of ${channel} was acknowledged and is not there`, [one.asked.i, one.end.i, i]);
    }
  }
}

/** A text that was taken back is in no answer that was asked after, and in no later state of its message. */
export function judge_taken_back(model, report) {
  const gone = new Map();
  for (const { id, deletes } of model.writes.values()) {
    const first = deletes.filter(acknowledged).sort((a, b) => a.end.i - b.end.i)[0];
    if (first) gone.set(id, first.end);
  }
  for (const one of model.reads) {
    if (!acknowledged(one)) continue;
    for (const object of one.end.value.objects ?? []) {
      const end = gone.get(object.id);
      if (end && end.i < one.asked.i && object.text) report.add('deleted_text', `${one.f} shows the text of ${object.id} after it was taken back`, [end.i, one.asked.i, one.end.i]);
    }
  }
  for (const event of model.events) {
    if (event.f !== 'recv') continue;
    const end = gone.get(event.value.id);
    if (end && event.value.text && event.value.position >= end.value.position) report.add('deleted_text', `an event shows the text of ${event.value.id} after it was taken back`, [end.i, event.i]);
  }
}
