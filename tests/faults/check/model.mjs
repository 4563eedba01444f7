// Reads a history into what the judges ask about: who was who, what was tried with which end, what was watched, what is true.

/** Lines as events; throws at what is no history, because nothing can be said about it. */
export function parse(text) {
  const events = [];
  for (const line of text.split('\n')) {
    if (!line) continue;
    const event = JSON.parse(line);
    if (event.i !== events.length) throw new Error(`event ${event.i} stands where ${events.length} was due`);
    events.push(event);
  }
  return events;
}

const reads = new Set(['page', 'resume', 'unread', 'fresh']);
const offices = new Set(['join', 'leave', 'kick']);

/** One try of one request: its invocation and its end, if one was noted. */
function pair(events) {
  const tries = [];
  const open = new Map();
  for (const event of events) {
    if (['nemesis', 'truth', 'world'].includes(event.process)) continue;
    const name = `${event.process} ${event.f} ${event.key} ${event.value?.call ?? ''}`;
    if (event.type === 'invoke') {
      const one = { process: event.process, f: event.f, key: event.key, asked: event, end: undefined };
      tries.push(one);
      open.set(name, one);
    } else if (open.has(name)) {
      open.get(name).end = event;
      open.delete(name);
    }
  }
  return tries;
}

/** The logical writes of one object: everything tried under its id. */
function writes_of(tries) {
  const writes = new Map();
  for (const one of tries) {
    if (!['send', 'edit', 'delete'].includes(one.f)) continue;
    if (!writes.has(one.key)) writes.set(one.key, { id: one.key, channel: one.asked.value.channel, sends: [], edits: [], deletes: [] });
    writes.get(one.key)[`${one.f}s`].push(one);
  }
  return writes;
}

/** While whom a space was closed to: [from the acknowledgement, to the first attempt to return]. */
function absences_of(tries) {
  const absences = [];
  const open = new Map();
  const office = tries.filter((one) => offices.has(one.f));
  const moments = office.flatMap((one) => (one.f === 'join' ? [[one.asked, 'join', one]] : one.end?.type === 'ok' ? [[one.end, 'left', one]] : []));
  moments.sort(([a], [b]) => a.i - b.i);
  for (const [event, what] of moments) {
    const who = `${event.key} ${event.value.member}`;
    if (what === 'left' && !open.has(who)) open.set(who, { space: event.key, member: event.value.member, left: event, back: undefined });
    else if (what === 'join' && open.has(who)) {
      absences.push({ ...open.get(who), back: event });
      open.delete(who);
    }
  }
  return [...absences, ...open.values()];
}

/** From invocation to end, what the nemesis did; and where the instrument itself stood still. */
function faults_of(events) {
  const faults = [];
  const open = new Map();
  for (const event of events) {
    if (event.process === 'instrument') faults.push({ kind: 'lag', target: 'instrument', from: event.t_ns - event.value.ms * 1e6, to: event.t_ns, more: {} });
    if (event.process !== 'nemesis') continue;
    const name = `${event.f} ${event.key}`;
    if (event.type === 'invoke') {
      const fault = { kind: event.f, target: event.key, from: event.t_ns, to: Infinity, hit: 0, more: event.value, event };
      faults.push(fault);
      open.set(name, fault);
    } else if (open.has(name)) {
      Object.assign(open.get(name), { to: event.t_ns, hit: event.value.hit });
      open.delete(name);
    }
  }
  return faults;
}

export function read_model(events) {
  const tries = pair(events);
  const model = {
    events, tries, writes: writes_of(tries), absences: absences_of(tries), faults: faults_of(events),
    reads: tries.filter((one) => reads.has(one.f)),
    channels: new Map(), members: new Map(), truth: new Map(), states: [], rest: undefined, present: new Set(), drained: Infinity,
  };
  for (const event of events) {
    if (event.f === 'channel') model.channels.set(event.key, event.value);
    else if (event.f === 'connect') model.members.set(event.process, event.value.member);
    else if (event.f === 'truth' && event.key === 'memberships') model.present = new Set(event.value.list.map((each) => each.join(' ')));
    else if (event.f === 'truth') model.truth.set(event.key, event);
    else if (event.f === 'state') model.states.push(event);
    else if (event.f === 'rest') model.rest = event;
    else if (event.f === 'drained') model.drained = event.i;
  }
  return model;
}

/** Where objects of a stream were shown to somebody: [stream, object, event], the truth's own last. */
export function* shown(model) {
  for (const event of model.events) {
    if (event.type !== 'ok') continue;
    const { f, key, value } = event;
    if (f === 'recv') yield [key, value, event];
    else if (f === 'page') for (const object of value.objects) yield [`channel:${key}`, object, event];
    else if (f === 'resume' || f === 'fresh' || f === 'state') for (const object of value.objects ?? []) yield [key, object, event];
    else if (f === 'send' || f === 'edit' || f === 'delete') yield [undefined, value, event];
  }
}
