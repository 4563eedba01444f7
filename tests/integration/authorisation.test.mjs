// The authorisation matrix: every method × role × membership × object, judged by one policy; what is not named there is denied.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ends_well } from '../lib/ends_well.mjs';
import { root } from '../lib/places.mjs';
import { start_stack } from '../lib/stack.mjs';
import { Audit, spoil_rights } from './matrix/audit.mjs';
import { combinations, objects } from './matrix/axes.mjs';
import { Audience } from './matrix/events.mjs';
import { Record, with_one_more, without_one } from './matrix/judge.mjs';
import { methods, rules } from './matrix/policy.mjs';
import { method_of, recipes } from './matrix/recipes.mjs';
import { canaries, cells_of, connect, disconnect, distinguishable, prepare, run, unspecified, words, wrong } from './matrix/run.mjs';
import { World } from './matrix/world.mjs';

const catalogue = JSON.parse(readFileSync(join(root, 'proto/openrpc.json'), 'utf8'));
const writes = new Set(catalogue.methods.filter((each) => each['x-mode'] === 'write').map((each) => each.name));
const stack = await start_stack({ gateways: 2, demo: 'none' });
const world = await new World(stack).build();
const audit = new Audit(stack);
await audit.begin();
await world.settle();
await connect(world);

const known = new Set(catalogue.methods.map((each) => each.name));
const streams = new Set(catalogue['x-objects'].map((each) => each.stream));
const uses = Object.keys(methods).filter((use) => recipes[use] && known.has(method_of(use)) && (!recipes[use].level || streams.has(/: (\w+),/.exec(use)[1])));
const cells = uses.flatMap((use) => cells_of(use, world));
const audience = new Audience(world);
const leaks = [], refused = [], side_effects = [];

/** Runs some cells of one use; `silent` ones may neither write a row nor be heard of by anybody. */
async function part(use, some, { silent }) {
  await prepare(some, world);
  await audit.written();
  const heard = audience.heard;
  await run(some, world);
  if (!silent) return;
  side_effects.push(...(await audit.written()).map((each) => `${use}: ${each}`));
  if (audience.heard > heard) leaks.push(`${use}: ${audience.heard - heard} events were heard of what was denied or only read`);
}

describe('the authorisation matrix', () => {
  it('has a policy and a recipe for every method and every kind of stream of the catalogue, and for nothing else', () => {
    assert.deepEqual(unspecified(catalogue), []);
    const { possible, excluded } = combinations();
    assert.equal(possible.length + excluded.length, words.roles.length * words.memberships.length * objects.length);
  });

  it('is what the running system does: whoever is denied learns nothing and changes nothing', async () => {
    const subscribing = uses.filter((use) => recipes[use].level);
    for (const use of subscribing) {
      const own = cells.filter((each) => each.use === use);
      for (const cell of own) cell.level = recipes[use].level;
      await part(use, own, { silent: true });
      audience.take(own, (cell) => recipes[use].stream(cell, world, cell.actor));
    }
    // What is denied or only read comes first: nothing at all may move meanwhile.
    const quiet = (cell) => cell.wanted !== 'allow' || !writes.has(method_of(cell.use));
    for (const use of uses.filter((each) => !subscribing.includes(each))) await part(use, cells.filter((each) => each.use === use && quiet(each)), { silent: true });
    for (const use of uses.filter((each) => !subscribing.includes(each))) await part(use, cells.filter((each) => each.use === use && !quiet(each)), { silent: false });
    for (const use of uses) leaks.push(...distinguishable(cells.filter((each) => each.use === use)));
    const ways = wrong(cells);
    leaks.push(...ways.leaks, ...canaries(cells, world));
    refused.push(...ways.refused);
  });

  it('shows every change to exactly those who may watch the stream, whole and once', async () => {
    const positions = await audience.positions();
    assert.ok(positions.some(([stream]) => stream.startsWith('channel:')) && positions.length > 30);
    leaks.push(...(await audience.judge(positions)), ...audience.canaries());
  });

  it('leaks nothing, changes nothing, leaves nothing out', () => {
    const run_at_all = cells.filter((each) => each.got);
    console.log(`cells=${run_at_all.length} leaks=${leaks.length} side_effects=${side_effects.length} unspecified=${unspecified(catalogue).length} wrongly_refused=${refused.length} impossible=${combinations().excluded.length} events=${audience.heard}`);
    assert.deepEqual({ leaks: leaks.slice(0, 30), side_effects: side_effects.slice(0, 10), refused: refused.slice(0, 30) }, { leaks: [], side_effects: [], refused: [] });
    assert.equal(run_at_all.length, cells.length);
  });

  it('would notice any rule of the policy missing, any word of one missing, and any that lets more in', () => {
    const record = new Record(cells);
    assert.deepEqual(without_one().filter((each) => !record.contradicts(each)).map((each) => each.what), []);
    // Many a wider rule says only what another one says already, or speaks of what cannot be.
    const wider = with_one_more(words).filter((each) => record.contradicts(each));
    assert.ok(wider.length > rules.length, `only ${wider.length} wider policies are contradicted`);
  });
});

describe('the matrix itself', () => {
  const some = async (use, object) => {
    const again = cells_of(use, world).filter((each) => each.object === object);
    await prepare(again, world);
    return again;
  };

  it('catches a view of rights that lets outsiders read one hidden space: the decision and the canaries', async () => {
    const restore = await spoil_rights(stack, { reads: `reads or space = '${world.of.get('unlisted').space}'` });
    try {
      const spoilt = await run(await some('chat.history', 'unlisted'), world);
      assert.ok(wrong(spoilt).leaks.length > 20);
      // As an error that tells too much would look.
      const [told] = spoilt.filter((each) => each.got === 'allow' && each.wanted === 'not_found');
      assert.ok(canaries([{ ...told, got: 'not_found' }], world).length > 0);
    } finally {
      await restore();
    }
  });

  it('catches a refusal that writes a row', async () => {
    await stack.sql(`create function audit.meddle() returns boolean language sql volatile security definer as
      $$ insert into members.set_up_tokens (hash, expires_at) values (sha256(random()::text::bytea), now()); select true $$;`);
    const restore = await spoil_rights(stack, { reads: 'reads and audit.meddle()' }, 'grant usage on schema audit to public;');
    try {
      await audit.written();
      const denied = await run((await some('chat.history', 'unlisted')).filter((each) => each.wanted === 'not_found'), world);
      assert.deepEqual(wrong(denied).leaks, []);
      assert.ok((await audit.written()).some((each) => each.includes('members.set_up_tokens')));
    } finally {
      await restore();
    }
  });

  it('tells what is hidden from what does not exist by a single word', () => {
    const pair = cells.filter((each) => each.use === 'chat.history' && each.role === 'guest' && each.membership === 'none' && ['unlisted', 'not existing'].includes(each.object));
    assert.deepEqual(distinguishable(pair), []);
    const [hidden] = pair.filter((each) => each.object === 'unlisted');
    assert.equal(distinguishable(pair.map((each) => (each === hidden ? { ...each, told: each.told.replace('.', '!') } : each))).length, 1);
  });

  it('catches an event that somebody got who should not, one that got lost, and one that came twice', async () => {
    const stream = `channel:${world.of.get('group only').channel}`;
    const insider = world.people.get('member/member').sockets.objects, outsider = world.people.get('member/none').sockets.objects;
    const [watched] = (await audience.positions()).filter(([name]) => name === stream);
    const judged = () => audience.judge([watched], 500);
    const good = await judged();
    const event = insider.events.find((each) => each.params.stream === stream);
    const broken = async (change, back) => {
      change();
      const found = (await judged()).length;
      back();
      return found - good.length;
    };
    assert.equal(await broken(() => outsider.events.push(event), () => outsider.events.pop()), 1);
    assert.equal(await broken(() => insider.events.push(event), () => insider.events.pop()), 1);
    const at = insider.events.indexOf(event);
    assert.equal(await broken(() => insider.events.splice(at, 1), () => insider.events.splice(at, 0, event)), 1);
  });
});

after(() => disconnect(world));
ends_well(stack);
