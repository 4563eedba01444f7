// Judges what became of every write: lost, phantom, double, overwritten, holes in numbers and positions.

const acknowledged = (one) => one.end?.type === 'ok';
const unknown = (one) => !one.end || one.end.type === 'info';
const lines = (...tries) => tries.flatMap((one) => [one.asked?.i, one.end?.i]).filter((i) => i !== undefined);

function true_objects(model) {
  const found = new Map();
  for (const [stream, { i, value }] of model.truth) for (const object of value.objects ?? []) found.set(object.id, { stream, object, i });
  return found;
}

/** The text a creation stands for: that of the first try; another one under the same id must be refused. */
const own_text = (write) => write.sends[0]?.asked.value.text;

export function judge_writes(model, report) {
  const real = true_objects(model);
  for (const write of model.writes.values()) {
    const there = real.get(write.id);
    const text = own_text(write);
    const same = write.sends.filter((one) => one.asked.value.text === text);
    for (const one of write.sends.filter((each) => each.asked.value.text !== text && acknowledged(each)))
      report.add('overwritten', `${write.id} was taken a second time with another text`, lines(write.sends[0], one));
    const first = same.find(acknowledged);
    if (first && !there) report.add('lost', `message ${write.id} was acknowledged and is not there`, lines(first));
    if (there && same.length > 0 && same.every((one) => one.end?.type === 'fail'))
      report.add('phantom', `message ${write.id} was refused and is there`, [...lines(...same), there.i]);
    judge_numbers(write, same, report);
    judge_changes(write, there, report);
  }
  for (const [id, { i }] of real) if (!model.writes.get(id)?.sends.length) report.add('phantom', `message ${id} was never sent`, [i]);
}

function judge_numbers({ id, edits, deletes }, sends, report) {
  const answers = [...sends, ...edits, ...deletes].filter(acknowledged);
  const other = answers.find((one) => one.end.value.number !== answers[0].end.value.number);
  if (other) report.add('dup', `message ${id} got two numbers`, lines(answers[0], other));
}

function judge_changes({ id, edits, deletes }, there, report) {
  for (const one of [...edits, ...deletes].filter(acknowledged)) {
    const { position, version } = one.end.value;
    if (!there || there.object.position < position) report.add('lost', `a change of ${id} was acknowledged at position ${position} and is not there`, lines(one));
    else if (there.object.position === position && there.object.version !== version)
      report.add('diverged', `${id} at position ${position} is another one than was acknowledged`, [...lines(one), there.i]);
  }
  const taken_back = deletes.find(acknowledged);
  if (taken_back && there && !there.object.deleted) report.add('lost', `${id} was taken back and is there`, [...lines(taken_back), there.i]);
  // An edit that was based on a state older than one acknowledged before it was even asked.
  for (const edit of edits.filter((one) => acknowledged(one) && one.end.value.text === one.asked.value.text)) {
    const repeated = edits.some((one) => one !== edit && one.asked.value.text === edit.asked.value.text && one.asked.i < edit.asked.i);
    const newer = edits.find((one) => acknowledged(one) && one.end.i < edit.asked.i && one.end.value.position > edit.asked.value.based_on && one.asked.value.text !== edit.asked.value.text);
    if (newer && !repeated) report.add('overwritten', `an edit of ${id} based on a stale state was taken`, lines(newer, edit));
  }
}

/** Numbers 1, 2, 3 …, every text once, and exactly as many positions as there were changes. */
export function judge_truth(model, report) {
  for (const [stream, { i, value }] of model.truth) {
    if (!value.objects) continue;
    const numbers = value.objects.map((each) => each.number).sort((a, b) => a - b);
    numbers.forEach((number, at) => {
      if (number === numbers[at - 1]) report.add('dup', `${stream} has number ${number} twice`, [i]);
      else if (number !== (numbers[at - 1] ?? 0) + 1) report.add('holes', `${stream} has number ${number} after ${numbers[at - 1] ?? 0}`, [i]);
    });
    if (value.number !== (numbers.at(-1) ?? 0)) report.add('holes', `${stream} counts ${value.number} and its last message has ${numbers.at(-1) ?? 0}`, [i]);
    judge_texts(model, stream, value.objects, i, report);
    judge_positions(model, stream, value, i, report);
  }
}

function judge_texts(model, stream, objects, i, report) {
  const texts = new Map();
  for (const { id, text } of objects) {
    if (!text) continue;
    const first = model.writes.get(texts.get(text))?.sends[0];
    if (texts.has(text)) report.add('dup', `${stream} holds one text twice, as ${texts.get(text)} and as ${id}`, [...(first ? lines(first) : []), i]);
    texts.set(text, id);
  }
}

/** Every position is a message sent, a change made or a message taken back; what is unknown for good may be either. */
function judge_positions(model, stream, { position, objects }, i, report) {
  const channel = stream.slice('channel:'.length);
  const edits = new Map();
  for (const { channel: where, edits: tried } of model.writes.values())
    if (where === channel) for (const one of tried) edits.set(one.asked.value.text, [...(edits.get(one.asked.value.text) ?? []), one]);
  let made = 0;
  let open = 0;
  for (const tries of edits.values()) {
    if (tries.some(acknowledged)) made += 1;
    else if (tries.some(unknown)) open += 1;
  }
  const due = objects.length + objects.filter((each) => each.deleted).length + made;
  if (position < due || position > due + open) report.add('holes', `${stream} stands at ${position} after ${due} to ${due + open} changes`, [i]);
  const last = objects.reduce((most, each) => Math.max(most, each.position ?? 0), 0);
  if (last !== position) report.add('holes', `${stream} stands at ${position} and its latest change at ${last}`, [i]);
}
