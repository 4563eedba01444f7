// A small association with something on every screen: long names, unread talk, groups in every standing.
import { message, more_spaces, open_channel, sign_in_all } from '../lib/demo.mjs';
import { new_id } from '../lib/ids.mjs';
import { until } from '../lib/wait.mjs';

const names = {
  clara: 'Nguyễn Thị Minh Châu', berta: 'Dr. Henriette Müller-Wöllstein-Leuschner', moni: 'Jana Hořeňová', fred: 'Fred Krawczyk', anna: 'Maren Pflugbeil',
};
const groups = {
  regional: ['Schulsozialarbeit Sächsische Schweiz-Osterzgebirge', 'SOE', 'free'],
  working: ['Schulabsentismus', 'AG', 'free'],
  open: ['Übergang Schule–Beruf', 'ÜSB', 'free'],
  asking: ['Kinderschutz', 'KS', 'request'],
  asked: ['Digitale Lebenswelten', 'DL', 'request'],
  inviting: ['Krisenteam', 'KT', 'invitation'],
  closed: ['Vorstandsrunde', 'VR', 'invitation'],
  archived: ['Festvorbereitung 2024', 'FV', 'free'],
};

const say = (member, channel, body, more) => member.rpc('chat.send_message', message(channel, body, more));

/** Fills it; what screens need to know: ids of spaces and channels. `stack` was started with the small demo. */
export async function fill_screens(stack) {
  const people = await sign_in_all(stack, 'anna', 'berta', 'clara', 'moni', 'fred');
  const { anna, berta, clara, moni, fred } = people;
  const keys = Object.keys(groups);
  const ids = await more_spaces(stack, clara.id, keys.length);
  const spaces = Object.fromEntries(keys.map((key, i) => [key, ids[i]]));
  await stack.sql([
    ...Object.entries(names).map(([who, name]) => `update members.members set name = '${name}' where id = '${people[who].id}';`),
    ...keys.map((key) => `update members.spaces set name = '${groups[key][0]}', plate = '${groups[key][1]}', joins = '${groups[key][2]}' where id = '${spaces[key]}';`),
    ...['regional', 'working'].flatMap((key) => [anna, berta, moni].map(({ id }) => `insert into members.memberships (space, member, role) values ('${spaces[key]}', '${id}', 'member');`)),
    `update members.spaces set kind = 'regional_group' where id = '${spaces.regional}';`,
  ].join('\n'));
  const open = async (space, name, purpose) => (await clara.rpc('chat.create_channel', { id: new_id(), space, name, purpose })).id;
  const channels = {
    talk: await open(spaces.regional, 'Austausch', 'kurz fragen, kurz antworten'),
    crisis: await open(spaces.regional, 'Krisen & Notfälle', 'wer hilft wem'),
    empty: await open(spaces.working, 'Termine', ''),
    drafts: await open(spaces.working, 'Entwürfe', 'Wiedereinstieg in fünf Schritten'),
    foreign: await open(spaces.open, 'Praktika', 'für alle Mitglieder zu lesen'),
    archived: await open(spaces.archived, 'Kuchen', ''),
  };
  const question = await say(anna, channels.talk, 'Hat jemand Erfahrung mit einer Sprechstunde in der großen Pause? Bei uns an der Oberschule kommen nach Unterrichtsschluss kaum Jugendliche, die Busse fahren um 13:40.');
  await say(berta, channels.talk, 'Ja, seit zwei Jahren. Dienstags und donnerstags, feste Tür, kein Termin nötig. Wichtig war die Absprache mit der Pausenaufsicht.', { reply_to: question.id });
  const changed = await say(berta, channels.talk, 'Ich lade das Konzept heute Abend hoch.');
  await berta.rpc('chat.edit_message', { id: changed.id, channel: channels.talk, position: changed.position, body: 'Ich lade das Konzept **heute Abend** hoch, dann könnt ihr es anpassen:\n\n- Aushang\n- Absprache mit der Aufsicht\n- https://example.org/eine/ziemlich/lange/adresse/die/umbrechen/muss' });
  const gone = await say(moni, channels.talk, 'falscher Kanal');
  await moni.rpc('chat.delete_message', { id: gone.id, channel: channels.talk });
  const { number } = await say(anna, channels.talk, 'Danke euch!');
  await anna.rpc('chat.mark_read', { channel: channels.talk, number });
  await say(clara, channels.talk, 'Wie habt ihr das mit der Schulleitung geregelt? Bei uns heißt es, die Aufsicht darf den Raum nicht unbesetzt lassen.', { reply_to: question.id });
  await say(moni, channels.talk, `[@${names.anna}](member:${anna.id}) wir haben eine halbe Seite Vereinbarung dazu. Schick mir deine Adresse, oder komm am 26. in die Regionalgruppe nach Löbau, da liegt sie aus.`);
  await say(berta, channels.crisis, 'Notfallordner: neue Nummern der Kinder- und Jugendnotdienste. Die alten sind seit gestern abgeschaltet.');
  await say(clara, channels.drafts, 'Welche Frist gilt bei euch zwischen Anruf und Hausbesuch?');
  await say(clara, channels.foreign, 'Im Frühjahr ist wieder Praktikumsbörse.');
  await say(clara, channels.archived, 'Es war schön mit euch.');
  await anna.rpc('space.join', { space: spaces.asked, note: 'Ich arbeite an zwei Schulen.' });
  await clara.rpc('space.invite', { space: spaces.inviting, member: anna.id });
  await anna.rpc('session.create_token', { label: 'Kalender der Regionalgruppe' });
  await stack.sql(`update members.spaces set archived_at = now() where id = '${spaces.archived}';
    update chat.messages set sent_at = sent_at - interval '1 day' where channel = '${channels.talk}' and number <= ${number};`);
  await until(async () => (await anna.rpc('notify.inbox', {})).items.length > 0, { what: 'the mention in the inbox' });
  return { spaces, channels, fred, anna };
}
