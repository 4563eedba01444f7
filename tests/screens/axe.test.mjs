// Every screen can be used by everybody: no finding of axe, in any colours, at any width, and nothing sticks out.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import axe from 'axe-core';
import { start_browser, visitors, without_browser } from '../lib/browser.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { start_stack } from '../lib/stack.mjs';
import { modes, open_screen, screens, widths } from './screens.mjs';
import { fill_screens } from './world.mjs';

const stack = without_browser ? undefined : await start_stack({ demo: 'small' });
const browser = without_browser ? undefined : await start_browser();
const people = visitors(browser, stack);
const all = without_browser ? [] : screens(await fill_screens(stack));

/** What axe finds on a page, one line each. */
async function findings(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary.replace(/\s+/g, ' ')}`));
}

describe('the screens', { skip: without_browser, concurrency: false }, () => {
  after(() => browser?.close());
  for (const screen of all)
    it(`${screen.title}: axe finds nothing in light, dark and forced colours at every width`, async () => {
      const found = [];
      for (const [mode, options] of Object.entries(modes)) {
        const person = await open_screen(people, screen, { ...options, viewport: { width: 1_366, height: 900 } });
        for (const [width, height] of Object.entries(widths)) {
          await person.page.setViewportSize({ width: Number(width), height });
          const overhang = await person.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          if (overhang > 0) found.push(`${mode} ${width}: ${overhang} px stick out`);
          found.push(...(await findings(person.page)).map((each) => `${mode} ${width}: ${each}`));
        }
        if (!screen.faults) assert.deepEqual(person.faults, []);
        await person.context.close();
      }
      assert.deepEqual(found, []);
    });

  it('are looked at well: a button without a name is found', async () => {
    const person = await open_screen(people, all.find((each) => each.name === 'tastatur'), {});
    await person.page.evaluate(() => document.querySelector('main').append(document.createElement('button')));
    assert.match((await findings(person.page)).join('\n'), /button-name/);
    await person.context.close();
  });
});

if (stack) ends_well(stack);
