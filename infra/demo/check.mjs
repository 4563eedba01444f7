// Checks the demo association: counts, references, order and limits; one line when sound, one line a fault otherwise.
import { readdirSync, readFileSync } from 'node:fs';

const here = new URL('./', import.meta.url);
const faults = [];
const fault = (text) => faults.push(text);
const read = (path) => readFileSync(new URL(path, here), 'utf8');
const expect = (name, actual, wanted) => {
  if (actual !== wanted) fault(`${name}: ${actual}, expected ${wanted}`);
};

const saxony = [
  '14511', '14521', '14522', '14523', '14524', '14612', '14625', '14626', '14627', '14628', '14713', '14729', '14730',
];
const kinds = ['association', 'regional_group', 'working_group'];
const roles = ['member', 'moderation', 'coordination', 'administration', 'observer'];
const demoRoles = ['administrator', 'coordinator', 'member', 'moderator'];
const activities = { silent: [0, 0], quiet: [3, 39], normal: [40, 299], busy: [300, 700] };
const longestMessage = 8000;
const firstDay = 90;

/** Checks spaces and channels; returns the channels by "<space>.<channel>". */
function checkAssociation(association) {
  const spaces = new Map(association.spaces.map((space) => [space.key, space]));
  const channels = new Map();
  expect('distinct space keys', spaces.size, association.spaces.length);
  for (const space of association.spaces) {
    if (!/^[a-z]+$/.test(space.key)) fault(`space ${space.key}: bad key`);
    if (!kinds.includes(space.kind)) fault(`space ${space.key}: unknown kind ${space.kind}`);
    if (!/^\p{L}{1,3}$/u.test(space.plate)) fault(`space ${space.key}: bad plate ${space.plate}`);
    if (!['members', 'group'].includes(space.readers)) fault(`space ${space.key}: bad readers`);
    if (!['free', 'request', 'invitation'].includes(space.joins)) fault(`space ${space.key}: bad joins`);
    if (typeof space.listed !== 'boolean') fault(`space ${space.key}: listed is not a boolean`);
    const parent = space.parent === undefined ? undefined : spaces.get(space.parent);
    if (space.kind === 'association' ? space.parent !== undefined : parent?.kind !== 'association')
      fault(`space ${space.key}: bad parent`);
    for (const channel of space.channels) {
      const name = `${space.key}.${channel.key}`;
      if (channels.has(name) || !/^[a-z]+$/.test(channel.key)) fault(`channel ${name}: bad or repeated key`);
      if (!(channel.activity in activities)) fault(`channel ${name}: unknown activity`);
      if (!channel.name || !channel.purpose) fault(`channel ${name}: needs a name and a purpose`);
      channels.set(name, channel);
    }
  }

  const groups = association.spaces.filter((space) => space.kind === 'regional_group');
  const covered = groups.flatMap((space) => space.regions);
  expect('associations', association.spaces.filter((space) => space.kind === 'association').length, 1);
  expect('regional groups', groups.length, 9);
  expect('channels', channels.size, 40);
  expect('regions covered twice', covered.length - new Set(covered).size, 0);
  expect('unknown regions', covered.filter((ags) => !saxony.includes(ags)).length, 0);
  expect('uncovered regions', saxony.filter((ags) => !covered.includes(ags)).length, 1);
  expect('groups of exactly two regions', groups.filter((space) => space.regions.length === 2).length, 1);
  if (!association.spaces.some((space) => space.readers === 'group' && !space.listed))
    fault('no space is closed and unlisted');
  return { spaces, channels };
}

/** Checks members and roles; returns the members by key. */
function checkMembers(list, spaces) {
  const members = new Map(list.map((member) => [member.key, member]));
  expect('members', list.length, 260);
  expect('distinct member keys', members.size, list.length);
  expect('distinct e-mail addresses', new Set(list.map((member) => member.email)).size, list.length);
  expect('demo roles', list.map((member) => member.demo_role).filter(Boolean).sort().join(), demoRoles.join());
  for (const member of list) {
    if (!/^[a-z-]+$/.test(member.key)) fault(`member ${member.key}: bad key`);
    if (!/^[a-z.-]+@example\.org$/.test(member.email)) fault(`member ${member.key}: bad address ${member.email}`);
    if (!member.name || member.name !== member.name.normalize('NFC')) fault(`member ${member.key}: bad name`);
    if (!saxony.includes(member.workplace.ags)) fault(`member ${member.key}: unknown region`);
    if (!member.workplace.place || !member.workplace.school_type || !member.workplace.traeger)
      fault(`member ${member.key}: place of work is incomplete`);
    if (new Set(member.spaces.map((entry) => entry.space)).size !== member.spaces.length)
      fault(`member ${member.key}: joined a space twice`);
    for (const { space, role } of member.spaces) {
      if (!spaces.has(space)) fault(`member ${member.key}: unknown space ${space}`);
      if (!roles.includes(role)) fault(`member ${member.key}: unknown role ${role}`);
      if (role === 'administration' && spaces.get(space)?.kind !== 'association')
        fault(`member ${member.key}: administration outside the association`);
    }
    if (!member.spaces.some(({ space }) => spaces.get(space)?.kind === 'association'))
      fault(`member ${member.key}: not in the association`);
  }

  const holders = (space, role) =>
    list.filter((member) => member.spaces.some((entry) => entry.space === space && entry.role === role)).length;
  for (const space of spaces.values()) {
    if (space.kind === 'association') expect('administrations', holders(space.key, 'administration'), 2);
    if (space.kind !== 'regional_group') continue;
    if (!holders(space.key, 'coordination')) fault(`space ${space.key}: no coordination`);
    if (!holders(space.key, 'moderation')) fault(`space ${space.key}: no moderation`);
  }
  return members;
}

/** Checks one conversation; returns its texts. */
function checkConversation(name, channel, members) {
  const [space] = name.split('.');
  const texts = [];
  let before = -1;
  const lines = read(`conversations/${name}.txt`).split('\n');
  if (lines.pop() !== '') fault(`${name}: no line feed at the end`);
  lines.forEach((line, index) => {
    const where = `${name}.txt:${index + 1}`;
    const match = /^-(\d{1,2}) ([01]\d|2[0-3]):([0-5]\d) ([a-z-]+) \| (\^?)(\S.*)$/u.exec(line);
    if (!match) return fault(`${where}: not a message line`);
    const [, day, hour, minute, author, reply, text] = match;
    const now = (firstDay - Number(day)) * 1440 + Number(hour) * 60 + Number(minute);
    if (Number(day) > firstDay) fault(`${where}: more than ${firstDay} days ago`);
    if (now < before) fault(`${where}: earlier than the line before`);
    before = now;
    const role = members.get(author)?.spaces.find((entry) => entry.space === space)?.role;
    if (!members.has(author)) fault(`${where}: unknown member ${author}`);
    else if (!role || role === 'observer') fault(`${where}: ${author} may not write in ${space}`);
    if (reply && index === 0) fault(`${where}: nothing to reply to`);
    if (text.replaceAll('\\n', '\n').length > longestMessage) fault(`${where}: too long`);
    if (/\\(?!n)/.test(text)) fault(`${where}: a backslash that is no line break`);
    texts.push(text);
  });
  const [least, most] = activities[channel.activity];
  if (texts.length < least || texts.length > most) fault(`${name}: ${texts.length} messages are not ${channel.activity}`);
  return texts;
}

const { spaces, channels } = checkAssociation(JSON.parse(read('association.json')));
const members = checkMembers(JSON.parse(read('members.json')), spaces);
const files = readdirSync(new URL('conversations/', here)).map((file) => file.replace(/\.txt$/, ''));
const talking = [...channels.keys()].filter((name) => channels.get(name).activity !== 'silent');
for (const name of files) if (!talking.includes(name)) fault(`${name}: no channel, or one that is silent`);
for (const name of talking) if (!files.includes(name)) fault(`${name}: no conversation`);

const texts = files
  .filter((name) => talking.includes(name))
  .flatMap((name) => checkConversation(name, channels.get(name), members));
const seen = new Set();
for (const text of texts) {
  if (text.length > 60 && seen.has(text)) fault(`repeated: ${text.slice(0, 60)}`);
  seen.add(text);
}
if (seen.size < 1800) fault(`only ${seen.size} distinct messages`);

for (const text of faults) console.error(text);
console.log(
  `demo: ${spaces.size} spaces, ${channels.size} channels, ${members.size} members, ` +
    `${texts.length} messages (${seen.size} distinct), ${faults.length} faults`,
);
process.exit(faults.length ? 1 : 0);
