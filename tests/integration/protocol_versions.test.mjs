// The protocol only grows from release to release: what a client of the release before sends and reads is still there.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { incompatibilities } from '../lib/compatible.mjs';
import { root } from '../lib/places.mjs';
import { last_release, released_file, releases, without_history } from '../lib/releases.mjs';

const present = () => JSON.parse(readFileSync(join(root, 'proto/openrpc.json'), 'utf8'));
const skip = without_history();

/** The faults that a change to a copy of the present protocol brings about. */
function after(change) {
  const changed = present();
  change(changed, (name) => changed.methods.find((each) => each.name === name));
  return incompatibilities(present(), changed).join('\n');
}
const schema_of = (document, reference) => document.components.schemas[reference.$ref.split('/').at(-1)];

describe('the list of releases', () => {
  it('names versions in their order, each with a whole commit and a day', () => {
    const number = ({ version }) => version.split('.').reduce((sum, part) => sum * 1_000 + Number(part), 0);
    for (const each of releases) {
      assert.match(each.version, /^\d+\.\d+\.\d+$/);
      assert.match(each.commit, /^[0-9a-f]{40}$/);
      assert.match(each.day, /^\d{4}-\d\d-\d\d$/);
    }
    releases.slice(1).forEach((each, i) => assert.ok(number(each) > number(releases[i]), `${each.version} after ${releases[i].version}`));
  });

  it('ends before the version of this tree', () => {
    const version = /set\(verbund_version (\S+)\)/.exec(readFileSync(join(root, 'CMakeLists.txt'), 'utf8'))[1];
    assert.ok(!releases.some((each) => each.version === version), `${version} is released already: this tree is the next one`);
    assert.equal(present().info.version, version);
  });

  it('names commits whose programs call themselves by that version', { skip }, () => {
    assert.equal(JSON.parse(released_file('proto/openrpc.json')).info.version, last_release.version);
  });
});

describe('the protocol', () => {
  it('adds to that of the release before and takes nothing away', { skip }, () => {
    assert.deepEqual(incompatibilities(JSON.parse(released_file('proto/openrpc.json')), present()), []);
  });
});

describe('the comparison of protocols', () => {
  it('has nothing against a method, an optional parameter and a member of a result that are new', () => {
    assert.equal(after((document, find) => {
      document.methods.push({ ...find('space.list'), name: 'space.new' });
      find('space.list').params.push({ name: 'more', schema: { type: 'string' } });
      schema_of(document, find('space.list').result.schema).properties.more = { type: 'string' };
    }), '');
  });

  const caught = {
    'a method that is gone': [(document) => document.methods.shift(), /is gone/],
    'an event that is gone': [(document) => document['x-events'].shift(), /event .* is gone/],
    'an object that is gone': [(document) => document['x-objects'].shift(), /object .* is gone/],
    'a parameter that is gone': [(_, find) => find('chat.send_message').params.pop(), /parameter .* is gone/],
    'a new parameter that is required': [(_, find) => find('space.list').params.push({ name: 'why', required: true, schema: { type: 'string' } }), /new parameter why is required/],
    'a parameter that became required': [(_, find) => find('chat.history').params.forEach((each) => (each.required = true)), /is required now/],
    'a shorter text': [(_, find) => (find('chat.send_message').params.find((each) => each.name === 'body').schema.maxLength = 100), /body: maxLength is narrower/],
    'a member of a result that is gone': [(document, find) => delete schema_of(document, find('session.current').result.schema).properties.name, /name is gone/],
    'a member of a result that may be missing now': [(document, find) => schema_of(document, find('session.current').result.schema).required.pop(), /need not be there/],
    'a member of a result with another type': [(document, find) => (schema_of(document, find('session.current').result.schema).properties.name = { type: 'integer' }), /another type/],
    'a method that needs a session now': [(_, find) => (find('server.status')['x-access'] = 'member'), /needs a session/],
    'a method that only HTTP carries now': [(_, find) => (find('space.list')['x-transport'] = 'http_only'), /transport/],
  };
  for (const [what, [change, says]] of Object.entries(caught)) it(`catches ${what}`, () => assert.match(after(change), says));
});
