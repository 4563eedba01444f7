// What changes the objects of members: who is in a space, who wants to be, how one stands to it, and one's sessions.
import { Refused } from '../../lib/client.mjs';

/** What one lane does to another may come too late for it: that is no fault. */
async function gently(asked) {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Refused) || !['forbidden', 'not_found', 'conflict'].includes(error.kind)) throw error;
    return undefined;
  }
}

/** Somebody comes and goes: applies, takes that back, leaves, accepts or declines. */
function wander(world, { member, dice }) {
  const space = world.circle;
  const method = dice.one_of(['space.join', 'space.join', 'space.join', 'space.withdraw', 'space.leave', 'space.accept', 'space.decline']);
  return gently(member.rpc(method, method === 'space.join' ? { space, note: `Bitte ${dice.below(1e9)}` } : { space }));
}

const somebody = (world, dice) => world.people[dice.one_of(world.wanderers)].id;

function answer(world, { member, dice }) {
  return gently(member.rpc('space.answer_application', { space: world.circle, member: somebody(world, dice), accepted: dice.chance(0.8) }));
}

function invite(world, { member, dice }) {
  const method = dice.chance(0.7) ? 'space.invite' : 'space.uninvite';
  return gently(member.rpc(method, { space: world.circle, member: somebody(world, dice) }));
}

function change_role(world, { member, dice }) {
  const role = dice.one_of(['observer', 'member', 'moderation']);
  return gently(member.rpc('space.set_role', { space: world.circle, member: somebody(world, dice), role }));
}

function remove(world, { member, dice }) {
  return gently(member.rpc('space.remove_member', { space: world.circle, member: somebody(world, dice), reason: 'Grund' }));
}

function mute(world, { member, dice }) {
  const until = dice.chance(0.6) ? new Date(Date.now() + 3_600_000 + dice.below(86_400_000)).toISOString() : undefined;
  return gently(member.rpc('space.mute_member', { space: world.circle, member: somebody(world, dice), until }));
}

/** Tokens come and go; at most a few live. */
async function tokens(world, lane) {
  lane.tokens ??= [];
  if (lane.tokens.length < 3 && lane.dice.chance(0.6)) lane.tokens.push((await lane.member.rpc('session.create_token', { label: `Programm ${lane.dice.below(1e9)}` })).id);
  else if (lane.tokens.length > 0) await lane.member.rpc('session.end', { session: lane.tokens.shift() });
}

const coordination = ['clara'];
export const generators_of_members = {
  membership: [
    { weight: 8, lanes: coordination, run: change_role },
    { weight: 3, lanes: coordination, run: remove },
    { weight: 40, lanes: ['fred', 'vera'], run: wander },
  ],
  application: [{ weight: 14, lanes: coordination, run: answer }],
  place: [
    { weight: 6, lanes: coordination, run: mute },
    { weight: 6, lanes: coordination, run: invite },
  ],
  own_session: [{ weight: 6, lanes: ['anna', 'clara', 'fred'], run: tokens }],
};

export const places_of_members = {
  roster: { watched: (world) => [['anna', world.circle], ['clara', world.circle]] },
  applications: { watched: (world) => [['clara', world.circle]] },
  account: { watched: (world) => ['fred', 'vera', 'clara'].map((name) => [name, world.people[name].id]) },
};
