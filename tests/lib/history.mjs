// Judges what a client saw of a channel against what was sent: every message once, in order, with dense numbers.

/**
 * `sent`: what was acknowledged, {id, body}. `seen`: message objects in the order in which a client holds them.
 * Options: `dense_from` the number the first one must have (1), `whole` false where others wrote too.
 * Answers a list of faults as sentences; an empty one is good.
 */
export function check_history(sent, seen, { dense_from = 1, whole = true } = {}) {
  const faults = [];
  const wanted = new Map(sent.map((each) => [each.id, each]));
  const found = new Map();
  let next = dense_from;
  for (const object of seen) {
    if (object.number !== next)
      faults.push(object.number < next ? `out of order: number ${object.number} after ${next - 1}` : `hole: number ${object.number} where ${next} was due`);
    next = object.number + 1;
    if (found.has(object.id)) faults.push(`double: ${object.id}`);
    found.set(object.id, object);
    const original = wanted.get(object.id);
    if (!original && whole) faults.push(`phantom: ${object.id} was never sent`);
    if (original && original.body !== object.body) faults.push(`changed: ${object.id} holds another text`);
  }
  for (const id of wanted.keys()) if (!found.has(id)) faults.push(`lost: ${id}`);
  return faults;
}

/** What a client holds of a stream: objects put unless older than what is there; order of number. */
export class View {
  constructor() {
    this.objects = new Map();
    this.position = 0;
    this.faults = [];
  }

  /** The answer of live.subscribe. */
  load({ position, objects }) {
    for (const each of objects) this.put(each);
    this.position = Math.max(this.position, position);
  }

  /** One live.changed; positions must come one by one. */
  apply(change) {
    if (change.position !== this.position + 1) this.faults.push(`event ${change.position} after position ${this.position}`);
    this.position = Math.max(this.position, change.position);
    this.put(change);
  }

  /** One object, unless a newer state of it is there. */
  put({ id, position, object }) {
    const old = this.objects.get(id);
    if (old && old.position >= position) return;
    this.objects.set(id, { position, object });
  }

  /** The objects in order of number. */
  list() {
    const present = [...this.objects.values()].map((each) => each.object).filter(Boolean);
    return present.sort((a, b) => a.number - b.number);
  }
}
