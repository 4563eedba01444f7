// Every screen and state: who sees it, where, and what she does to get there.

const more = (page) => page.getByRole('button', { name: 'Mehr zu dieser Nachricht' });
const own = (page) => page.locator('article').filter({ hasText: 'Danke euch!' });

/** {name, title, who (nobody: signed out), path, act}. `act` gets the Person of tests/lib/browser.mjs. */
export const screens = ({ spaces, channels }) => [
  { name: 'anmelden', title: 'Anmelden', path: '/anmelden' },
  { name: 'anmelden-falsch', title: 'Anmelden: falsches Passwort', path: '/anmelden', faults: true, act: async ({ page }) => {
    await page.getByLabel('E-Mail-Adresse').fill('anna@example.org');
    await page.getByLabel('Passwort', { exact: true }).fill('nicht mein Passwort');
    await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
    await page.getByText('stimmt nicht').waitFor();
  } },
  { name: 'einrichten', title: 'Einrichten: die Adresse gilt nicht', path: '/einrichten' },
  { name: 'neues', title: 'Für dich', who: 'anna', path: '/', act: ({ page }) => page.getByText('Das war alles').waitFor() },
  { name: 'neues-gelesen', title: 'Für dich: gelesen, mit Rückgängig', who: 'anna', path: '/', act: ({ page }) => page.getByRole('button', { name: 'Gelesen', exact: true }).first().click() },
  { name: 'neues-leer', title: 'Für dich: nichts Neues', who: 'adam', path: '/', act: ({ page }) => page.getByText('Nichts Neues').waitFor() },
  { name: 'gruppen', title: 'Gruppen', who: 'anna', path: '/gruppen', act: ({ page }) => page.getByRole('heading', { name: 'Weitere Gruppen' }).waitFor() },
  { name: 'gruppe', title: 'Gruppe, in der man ist', who: 'anna', path: `/gruppe/${spaces.regional}`, act: ({ page }) => page.getByText('Pflugbeil').last().waitFor() },
  { name: 'gruppe-koordination', title: 'Gruppe: Kanal öffnen', who: 'clara', path: `/gruppe/${spaces.regional}`, act: ({ page }) => page.getByRole('button', { name: 'Kanal öffnen' }).click() },
  { name: 'gruppe-beitreten', title: 'Gruppe, in die jedes Mitglied kann', who: 'anna', path: `/gruppe/${spaces.open}`, act: ({ page }) => page.getByRole('button', { name: 'Beitreten' }).waitFor() },
  { name: 'gruppe-anfragen', title: 'Gruppe, die man fragt', who: 'anna', path: `/gruppe/${spaces.asking}`, act: ({ page }) => page.getByRole('button', { name: 'Anfragen' }).waitFor() },
  { name: 'gruppe-eingeladen', title: 'Gruppe, die eingeladen hat', who: 'anna', path: `/gruppe/${spaces.inviting}`, act: ({ page }) => page.getByRole('button', { name: 'Annehmen' }).waitFor() },
  { name: 'gruppe-abgelegt', title: 'Abgelegte Gruppe', who: 'clara', path: `/gruppe/${spaces.archived}`, act: ({ page }) => page.getByText('abgelegt').waitFor() },
  { name: 'gruppe-verlassen', title: 'Gruppe verlassen: die Frage', who: 'anna', path: `/gruppe/${spaces.working}`, act: ({ page }) => page.getByRole('button', { name: 'Gruppe verlassen' }).click() },
  { name: 'kanal', title: 'Kanal', who: 'anna', path: `/kanal/${channels.talk}`, act: (person) => person.sees('Schick mir deine Adresse') },
  { name: 'kanal-leer', title: 'Kanal ohne Nachrichten', who: 'anna', path: `/kanal/${channels.empty}`, act: ({ page }) => page.getByText('Hier hat noch niemand').waitFor() },
  { name: 'kanal-befehle', title: 'Kanal: was man mit einer Nachricht tun kann', who: 'anna', path: `/kanal/${channels.talk}`, act: async ({ page }) => {
    await own(page).click();
    await more(page).click();
    await page.getByRole('menuitem', { name: 'Zurücknehmen' }).waitFor();
  } },
  { name: 'kanal-aendern', title: 'Kanal: eine Nachricht ändern', who: 'anna', path: `/kanal/${channels.talk}`, act: async ({ page }) => {
    await own(page).click();
    await more(page).click();
    await page.getByRole('menuitem', { name: 'Ändern' }).click();
  } },
  { name: 'kanal-zuruecknehmen', title: 'Kanal: zurücknehmen, die Frage', who: 'anna', path: `/kanal/${channels.talk}`, act: async ({ page }) => {
    await own(page).click();
    await more(page).click();
    await page.getByRole('menuitem', { name: 'Zurücknehmen' }).click();
  } },
  { name: 'kanal-antworten', title: 'Kanal: antworten und jemanden nennen', who: 'anna', path: `/kanal/${channels.talk}`, act: async (person) => {
    await own(person.page).click();
    await more(person.page).click();
    await person.page.getByRole('menuitem', { name: 'Antworten' }).click();
    await person.composer.pressSequentially('Frag mal @mü');
    await person.page.getByRole('option').first().waitFor();
  } },
  { name: 'kanal-mitlesen', title: 'Kanal, in dem man nur mitliest', who: 'anna', path: `/kanal/${channels.foreign}`, act: ({ page }) => page.getByText('aber nicht schreiben').waitFor() },
  { name: 'kanal-kein-netz', title: 'Kanal ohne Netz: zwei Nachrichten warten', who: 'anna', path: `/kanal/${channels.empty}`, faults: true, act: async (person) => {
    await person.context.setOffline(true);
    await person.page.getByText('Kein Netz').waitFor({ timeout: 20_000 });
    for (const text of ['Ich komme am 26.', 'Wer noch?']) {
      await person.composer.fill(text);
      await person.page.getByRole('button', { name: 'Senden' }).click();
    }
    await person.page.getByText('2 Nachrichten warten').waitFor();
  } },
  { name: 'kanal-fehlt', title: 'Kanal, den es nicht gibt', who: 'anna', path: '/kanal/018f0000-0000-7000-8000-000000000000', act: ({ page }) => page.getByText('nicht zugänglich').waitFor() },
  { name: 'kanal-alles', title: 'Alles in einem Kanal, zum Suchen und Drucken', who: 'anna', path: `/kanal/${channels.talk}/alles`, act: ({ page }) => page.getByRole('button', { name: 'Drucken' }).waitFor() },
  { name: 'springen', title: 'Springen zu', who: 'anna', path: '/', act: async ({ page }) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
  } },
  { name: 'tastatur', title: 'Tastatur', who: 'anna', path: '/tastatur', act: ({ page }) => page.getByRole('table').waitFor() },
  { name: 'ich', title: 'Ich', who: 'anna', path: '/ich', act: ({ page }) => page.getByText('Kalender der Regionalgruppe').waitFor() },
  { name: 'nichts', title: 'Adresse, die nirgendwohin führt', who: 'anna', path: '/', act: async ({ page, origin }) => {
    await page.goto(`${origin}/gibt/es/nicht`);
    await page.getByText('Hier ist nichts').waitFor();
  } },
];

/** How each is looked at. */
export const modes = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  forced: { colorScheme: 'light', forcedColors: 'active' },
};
export const widths = { 320: 640, 390: 844, 1366: 900, 1920: 1080 };

/** Opens a screen in a browser of its own. */
export async function open_screen(visitors, screen, options) {
  const person = screen.who ? await visitors.visit(screen.who, screen.path, options) : await visitors.open(options);
  if (!screen.who) await person.page.goto(person.origin + screen.path);
  await person.page.getByRole('main').waitFor();
  await screen.act?.(person);
  // What is loaded beside it: type, names.
  await person.page.evaluate(() => document.fonts.ready);
  await person.page.waitForTimeout(200);
  return person;
}
