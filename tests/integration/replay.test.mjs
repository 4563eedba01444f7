// A short replay of real chat logs, and proof that its judge finds what is lost, doubled, swapped or changed.
import { strict as assert } from 'node:assert';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { read_log } from '../bench/replay/log.mjs';
import { replay_files } from '../bench/replay/replay.mjs';
import { check_order } from '../bench/replay/talk.mjs';
import { View, check_history } from '../lib/history.mjs';
import { new_id } from '../lib/ids.mjs';
import { shared_data, without_shared } from '../lib/places.mjs';

describe('the judge of histories', () => {
  const sent = Array.from({ length: 20 }, (_, i) => ({ id: new_id(), body: `Zeile ${i}` }));
  const good = () => sent.map((each, i) => ({ ...each, number: i + 1, position: i + 1 }));
  /** What it says about a history that was spoilt, by the first word of each fault. */
  const verdict = (spoil) => {
    const seen = good();
    spoil(seen);
    return check_history(sent, seen).map((each) => each.split(':')[0]);
  };

  it('finds nothing in a good one', () => assert.deepEqual(verdict(() => undefined), []));
  it('finds a line that is lost, in the middle, at the beginning and at the end', () => {
    assert.deepEqual(verdict((seen) => seen.splice(7, 1)), ['hole', 'lost']);
    assert.deepEqual(verdict((seen) => seen.shift()), ['hole', 'lost']);
    assert.deepEqual(verdict((seen) => seen.pop()), ['lost']);
  });
  it('finds a lost line also when the numbers were closed up behind it', () => {
    assert.deepEqual(verdict((seen) => {
      seen.splice(7, 1);
      seen.forEach((each, i) => (each.number = i + 1));
    }), ['lost']);
  });
  it('finds a line that is there twice, under one number or two', () => {
    assert.deepEqual(verdict((seen) => seen.splice(7, 0, seen[7])), ['out of order', 'double']);
    assert.deepEqual(verdict((seen) => {
      seen.push({ ...seen[7], number: 21 });
    }), ['double']);
  });
  it('finds two lines that are swapped', () => {
    const found = verdict((seen) => ([seen[7], seen[8]] = [seen[8], seen[7]]));
    assert.ok(found.includes('out of order') && found.includes('hole'), found.join());
  });
  it('finds a line that nobody sent, and one that holds another text', () => {
    assert.deepEqual(verdict((seen) => seen.push({ id: new_id(), number: 21, body: 'x' })), ['phantom']);
    assert.deepEqual(verdict((seen) => (seen[3].body += ' ')), ['changed']);
  });
  it('finds events that come twice, too late or not at all', () => {
    const faults = (positions) => {
      const view = new View();
      positions.forEach((position) => view.apply({ position, id: new_id(), object: { number: position } }));
      return view.faults.length;
    };
    assert.equal(faults([1, 2, 3]), 0);
    for (const spoilt of [[1, 3], [1, 1, 2], [1, 3, 2], [2]]) assert.ok(faults(spoilt) > 0, spoilt.join());
  });
  it('finds a voice that was heard in another order than it spoke', () => {
    assert.deepEqual(check_order([1, 2, 5, 9]), []);
    assert.equal(check_order([1, 5, 2, 9]).length, 1);
  });
});

describe('real chat logs', () => {
  const skip = without_shared('chat');
  const in_folder = (folder) => readdirSync(join(shared_data, 'chat', folder)).filter((each) => each.endsWith('.jsonl')).map((each) => join(shared_data, 'chat', folder, each));

  it('several channels at once: every client holds every line once, in order of number', { skip }, async () => {
    // The busiest minute, the longest lines, the oddest characters, and what there is of everything else.
    const wanted = /2003-07-22|2014-11-18|2013-10-04|2004-01-06|2002-05-22/;
    const files = [...in_folder('de-i2p-meetings').filter((each) => wanted.test(each)), in_folder('en-ubuntu-irc')[0], in_folder('en-channels')[0], in_folder('en-i2p-meetings')[0]];
    const { line, faults, lines } = await replay_files(files, { channels: 4, clients: 3, speed: 4_000, lines: 600 });
    console.log(line);
    assert.deepEqual(faults, []);
    assert.ok(lines > 3_000, `${lines} lines`);
  });

  it('are read as they are: no line of text is left out', { skip }, () => {
    const [file] = in_folder('de-i2p-meetings').filter((each) => each.includes('2014-11-18'));
    const said = read_log(file);
    assert.ok(said.some(({ body }) => [...body].length > 2_600));
    assert.ok(said.every(({ body, at }) => body.length > 0 && Number.isFinite(at)));
  });
});
