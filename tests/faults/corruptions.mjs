// Ways in which a history can be wrong, each made from a valid one: what the checker must find in it.

const is = (f, type) => (event) => event.f === f && (type === undefined || event.type === type);

function find(list, fits, what) {
  const found = list.find(fits);
  if (found === undefined) throw new Error(`the history to be spoilt has no ${what}`);
  return found;
}

/** The truth of the first channel that has an object that fits. */
function truth_with(events, fits, what) {
  const truth = find(events, (event) => event.f === 'truth' && event.value.objects?.some(fits), what);
  return { truth, object: truth.value.objects.find(fits) };
}

const answer_of = (events, asked) => find(events, (each) => each.i > asked.i && each.process === asked.process && each.f === asked.f && each.key === asked.key && each.value.call === asked.value.call, `answer to ${asked.f}`);

/** Acknowledged sends to one channel, [asked, answered], that were asked once only. */
function plain_sends(events) {
  const sends = events.filter(is('send', 'invoke'));
  const once = sends.filter((one) => sends.filter((each) => each.key === one.key).length === 1);
  return once.map((asked) => [asked, answer_of(events, asked)]).filter(([, end]) => end.type === 'ok');
}

/** Two sends, one after another's answer, to the same channel, of the same or of different processes. */
function two_sends(events, fits, what) {
  const sends = plain_sends(events);
  for (const one of sends) for (const other of sends) if (one[0].value.channel === other[0].value.channel && fits(one, other)) return [one, other];
  throw new Error(`the history to be spoilt has no ${what}`);
}

function swap(one, other, ...members) {
  for (const member of members) [one[member], other[member]] = [other[member], one[member]];
}

const insert = (events, at, event) => events.splice(at, 0, { ...events[at], ...structuredClone(event) });

/** A text of a message taken back, with the acknowledgement of that. */
function taken_back(events) {
  const end = find(events, is('delete', 'ok'), 'message that was taken back');
  const sent = find(events, (each) => each.f === 'send' && each.type === 'invoke' && each.key === end.key, 'text of what was taken back');
  return { end, text: sent.value.text, channel: sent.value.channel };
}

/** Somebody is removed from a space with a channel; she has a line of her own. */
function removal(events) {
  for (const left of events.filter((each) => ['leave', 'kick'].includes(each.f) && each.type === 'ok')) {
    const back = events.find((each) => each.i > left.i && each.f === 'join' && each.type === 'invoke' && each.value.member === left.value.member);
    const line = events.find((each) => each.f === 'connect' && each.i < left.i && each.value.member === left.value.member);
    const channel = events.find((each) => each.f === 'channel' && each.value.space === left.key);
    if (line && channel && (!back || back.t_ns - left.t_ns > 1.3e9)) return { left, back, process: line.process, stream: `channel:${channel.key}` };
  }
  throw new Error('the history to be spoilt has no removal of more than a second');
}

/** An event that is neither the first nor the last of its subscription, of an object that did not change again. */
function inner_event(events) {
  const last = new Set(events.filter(is('truth')).flatMap(({ key, value }) => (value.objects ?? []).map((each) => `${key} ${each.position}`)));
  const runs = new Map();
  for (const event of events) {
    if (event.f === 'cut' || event.f === 'resume' || event.f === 'closed') runs.clear();
    if (event.f !== 'recv' || !event.key.startsWith('channel:')) continue;
    const name = `${event.process} ${event.key}`;
    const run = runs.get(name) ?? [];
    runs.set(name, [...run, event]);
    const [first, middle, third] = run.concat(event).slice(-3);
    if (third && first.value.position + 1 === middle.value.position && middle.value.position + 1 === third.value.position && last.has(`${event.key} ${middle.value.position}`)) return [first, middle, third];
  }
  throw new Error('the history to be spoilt has no three events in a row');
}

const remove = (events, event) => events.splice(events.indexOf(event), 1);

/** [what, counter, spoil(events)]: after spoil the counter must not be 0. */
export const corruptions = [
  ['an acknowledged message is not there', 'lost', (events) => {
    const { truth, object } = truth_with(events, (each) => !each.deleted, 'message');
    remove(truth.value.objects, object);
  }],
  ['an acknowledged edit is not there', 'lost', (events) => {
    const end = find(events, is('edit', 'ok'), 'edit');
    truth_with(events, (each) => each.id === end.key, 'edited message').object.position = end.value.position - 1;
  }],
  ['a message that was taken back is there again', 'lost', (events) => {
    truth_with(events, (each) => each.deleted, 'message that was taken back').object.deleted = false;
  }],
  ['an acknowledged read mark is lower in the end', 'lost', (events) => {
    const end = find(events, (each) => each.f === 'mark_read' && each.type === 'ok' && each.value.number > 0, 'read mark');
    const member = find(events, (each) => each.f === 'connect' && each.process === end.process, 'member').value.member;
    find(find(events, (each) => each.f === 'truth' && each.key === `member:${member}`, 'stream of a member').value.marks, ([channel]) => channel === end.key, 'mark')[1] = 0;
  }],
  ['a message is there that nobody sent', 'phantom', (events) => {
    const { truth, object } = truth_with(events, () => true, 'message');
    truth.value.objects.push({ ...object, id: '0190aaaa-0000-7000-8000-000000000000', text: 'aaaaaaaaaa', number: truth.value.number + 1 });
  }],
  ['a message that was refused is there', 'phantom', (events) => {
    const [[, end]] = plain_sends(events);
    Object.assign(end, { type: 'fail', value: { call: end.value.call, kind: 'forbidden' } });
  }],
  ['an event shows a text that nobody wrote', 'phantom', (events) => {
    find(events, (each) => each.f === 'recv' && each.value.text, 'event with a text').value.text = 'bbbbbbbbbb';
  }],
  ['a text is there twice under two ids', 'dup', (events) => {
    const { truth, object } = truth_with(events, (each) => each.text, 'message with a text');
    truth.value.objects.push({ ...object, id: '0190aaaa-0000-7000-8000-000000000000', number: truth.value.number + 1, position: truth.value.position + 1 });
  }],
  ['a number is given twice', 'dup', (events) => {
    const { truth } = truth_with(events, (each) => each.number === 3, 'third message');
    find(truth.value.objects, (each) => each.number === 3, 'third message').number = 2;
  }],
  ['an event arrives twice', 'dup', (events) => {
    const [, event] = inner_event(events);
    insert(events, events.indexOf(event) + 1, event);
  }],
  ['a repetition is answered with another number', 'dup', (events) => {
    const [[asked, end]] = plain_sends(events);
    const at = events.indexOf(end) + 1;
    insert(events, at, { ...end, value: { ...end.value, call: -1, number: end.value.number + 1 } });
    insert(events, at, { ...asked, value: { ...asked.value, call: -1 } });
  }],
  ['two changes are acknowledged with one position', 'dup', (events) => {
    const [[, one], [, other]] = two_sends(events, (a, b) => a[1].i < b[0].i, 'two sends');
    other.value.position = one.value.position;
  }],
  ['a number is left out', 'holes', (events) => {
    const { truth } = truth_with(events, (each) => each.number === 3, 'third message');
    for (const each of truth.value.objects) if (each.number >= 3) each.number += 1;
    truth.value.number += 1;
  }],
  ['a position is left out', 'holes', (events) => {
    truth_with(events, () => true, 'message').truth.value.position += 1;
  }],
  ['a page leaves a message out', 'holes', (events) => {
    find(events, (each) => each.f === 'page' && each.type === 'ok' && each.value.objects.length > 2, 'page').value.objects.splice(1, 1);
  }],
  ['an event is missing and nobody says so', 'silent_gap', (events) => remove(events, inner_event(events)[1])],
  ['two events arrive in the wrong order', 'reorder', (events) => {
    const [, one, other] = inner_event(events);
    swap(one, other, 'value');
  }],
  ['what one session sent first has the greater number', 'reorder', (events) => {
    const [one, other] = two_sends(events, (a, b) => a[0].process === b[0].process && a[0].i < b[0].i && b[0].i < a[1].i, 'burst');
    swap(one[1].value, other[1].value, 'number', 'position');
  }],
  ['what was sent after an acknowledgement has the smaller number', 'reorder', (events) => {
    const [one, other] = two_sends(events, (a, b) => a[0].process !== b[0].process && a[1].i < b[0].i, 'sends of two, one after another');
    swap(one[1].value, other[1].value, 'number', 'position');
  }],
  ['a page is upside down', 'reorder', (events) => {
    find(events, (each) => each.f === 'page' && each.type === 'ok' && each.value.objects.length > 2, 'page').value.objects.reverse();
  }],
  ['a page lacks what was acknowledged before it was asked', 'stale_read', (events) => {
    const page = find(events.filter(is('page', 'invoke')), (each) => each.value.before === undefined
      && plain_sends(events).some(([asked, end]) => asked.value.channel === each.key && end.i < each.i && end.i > each.i - 200), 'newest page after a send');
    answer_of(events, page).value.objects = [];
  }],
  ['a subscription on the other gateway stands before what was acknowledged', 'stale_read', (events) => {
    const resume = find(events, (each) => each.f === 'resume' && each.type === 'ok' && !each.value.resync
      && plain_sends(events).some(([asked, end]) => `channel:${asked.value.channel}` === each.key && end.i < each.i - 400), 'resumption after a send');
    resume.value.position = 0;
  }],
  ['the list of channels counts less than was acknowledged', 'stale_read', (events) => {
    const list = find(events.filter(is('unread', 'ok')).reverse(), (each) => each.value.channels.some(([, last]) => last > 3), 'list');
    for (const each of list.value.channels) each[1] = 0;
  }],
  ['a page shows a text that was taken back', 'deleted_text', (events) => {
    const { end, text, channel } = taken_back(events);
    const page = find(events, (each) => each.f === 'page' && each.type === 'invoke' && each.i > end.i && each.key === channel, 'page after a message was taken back');
    const { objects } = answer_of(events, page).value;
    objects.push({ ...end.value, text });
  }],
  ['an event shows a text that was taken back', 'deleted_text', (events) => {
    const { end, text } = taken_back(events);
    find(events, (each) => each.f === 'recv' && each.value.id === end.key && each.value.position === end.value.position && each.i > end.i, 'event of a message taken back').value.text = text;
  }],
  ['an event arrives more than a second after its member was removed', 'late_after_removal', (events) => {
    const { left, process, stream } = removal(events);
    const at = events.findIndex((each) => each.t_ns > left.t_ns + 1.2e9);
    insert(events, at, { t_ns: events[at].t_ns, process, gateway: 0, type: 'ok', f: 'recv', key: stream, value: { id: 'x', position: 1, version: 'x' } });
  }],
  ['a page is answered to one who was removed', 'late_after_removal', (events) => {
    const { left, process, stream } = removal(events);
    const at = events.indexOf(left) + 1;
    insert(events, at, { process, type: 'ok', f: 'page', key: stream.slice(8), value: { call: -1, objects: [] } });
    insert(events, at, { process, type: 'invoke', f: 'page', key: stream.slice(8), value: { call: -1 } });
  }],
  ['another text under a used id is taken', 'overwritten', (events) => {
    const [[asked, end]] = plain_sends(events);
    const at = events.indexOf(end) + 1;
    insert(events, at, { ...end, value: { ...end.value, call: -1 } });
    insert(events, at, { ...asked, value: { ...asked.value, call: -1, text: 'cccccccccc' } });
  }],
  ['an edit of a stale state is taken', 'overwritten', (events) => {
    const end = find(events, is('edit', 'ok'), 'edit');
    const at = events.indexOf(end) + 1;
    const { process, key, value } = end;
    insert(events, at, { process, type: 'ok', f: 'edit', key, value: { ...value, call: -1, text: 'dddddddddd', position: value.position + 1 } });
    insert(events, at, { process, type: 'invoke', f: 'edit', key, value: { call: -1, based_on: value.position - 1, text: 'dddddddddd' } });
  }],
  ['one too many is counted as unread', 'unread_drift', (events) => {
    events.filter(is('unread', 'ok')).at(-1).value.channels[0][3] += 1;
  }],
  ['a page shows more unread than there are', 'unread_drift', (events) => {
    find(events, is('shown_unread'), 'count of a page').value.unread += 1_000;
  }],
  ['a client lacks a message in the end', 'diverged', (events) => {
    find(events, (each) => each.f === 'state' && each.value.objects.length > 2 && each.key.startsWith('channel:'), 'state').value.objects.pop();
  }],
  ['a client has stopped before the end', 'diverged', (events) => {
    find(events, (each) => each.f === 'state' && each.value.position > 2, 'state').value.position -= 1;
  }],
  ['a client holds an old state of a message', 'diverged', (events) => {
    find(events, (each) => each.f === 'state' && each.value.objects.length > 2 && each.key.startsWith('channel:'), 'state').value.objects[1].version = 'eeeeeeeeee';
  }],
  ['two clients are shown different states at one position', 'diverged', (events) => {
    find(events, (each) => each.f === 'recv' && each.value.text, 'event').value.version = 'ffffffffff';
  }],
  ['an event comes that nobody watches', 'unasked', (events) => {
    const at = events.findIndex(is('connect')) + 1;
    insert(events, at, { process: events[at - 1].process, type: 'ok', f: 'recv', key: 'channel:0190aaaa-0000-7000-8000-000000000000', value: { id: 'x', position: 1, version: 'x' } });
  }],
  ['a request is still waiting in the end', 'unclean', (events) => {
    find(events, is('rest'), 'look at what is left').value.requests = 1;
  }],
  ['a transaction is left open', 'unclean', (events) => {
    find(events, is('rest'), 'look at what is left').value.idle_in_transaction = 1;
  }],
  ['a process ended by itself', 'crashed', (events) => insert(events, events.length - 1, { process: 'world', f: 'crash', key: 'chat', value: {} })],
  ['two transactions waited for each other', 'deadlocks', (events) => insert(events, events.length - 1, { process: 'world', f: 'deadlock', key: 'postgres', value: { count: 1 } })],
  ['a gateway keeps everything for one that does not read', 'unbounded', (events) => insert(events, events.length - 1, { process: 'world', f: 'queued', key: 'gateway0', value: { bytes: 5e7, bound: 1e7 } })],
  ['a connection is closed as if the client were wrong', 'bad_close', (events) => {
    find(events, is('cut'), 'end of a connection').value.code = 1002;
  }],
];

/** A spoilt copy, numbered anew. */
export function spoilt(events, spoil) {
  const copy = structuredClone(events);
  spoil(copy);
  copy.forEach((event, i) => (event.i = i));
  return copy;
}
