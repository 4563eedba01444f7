// Makes docs/screens anew: every screen wide in light and on a phone in dark, and the page that shows them.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { start_browser, visitors } from '../lib/browser.mjs';
import { start_stack } from '../lib/stack.mjs';
import { modes, open_screen, screens } from './screens.mjs';
import { fill_screens } from './world.mjs';

const folder = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const looks = {
  wide: { ...modes.light, viewport: { width: 1_366, height: 900 } },
  phone: { ...modes.dark, viewport: { width: 390, height: 844 }, hasTouch: true },
};
const stack = await start_stack({ demo: 'small' });
const browser = await start_browser();
try {
  const people = visitors(browser, stack);
  const all = screens(await fill_screens(stack));
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder).filter((each) => each.endsWith('.png'))) rmSync(folder + old);
  for (const screen of all)
    for (const [look, options] of Object.entries(looks)) {
      const person = await open_screen(people, screen, options);
      await person.page.screenshot({ path: `${folder}${screen.name}-${look}.png` });
      await person.context.close();
    }
  writeFileSync(`${folder}README.md`, page_of(all));
} finally {
  await browser.close();
  await stack.stop();
}

function page_of(all) {
  const sections = all.map(({ name, title }) => `## ${title}\n\n<img src="${name}-wide.png" width="660" alt="${title}, wide, light"> <img src="${name}-phone.png" width="190" alt="${title}, phone, dark">\n`);
  return `Owns the pictures of every screen, wide in light and on a phone in dark; made by \`node tests/screens/pictures.mjs\`.\n\n${sections.join('\n')}`;
}
