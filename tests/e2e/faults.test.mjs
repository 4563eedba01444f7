// The network is cut, parts are killed by -9: both pages recover by themselves within 5 s, nothing is lost or shown twice.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { Person, start_browser, without_browser } from '../lib/browser.mjs';
import { Member } from '../lib/client.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { check_history } from '../lib/history.mjs';
import { new_word } from '../lib/ids.mjs';
import { free_port } from '../lib/places.mjs';
import { Proxy } from '../lib/proxy.mjs';
import { start_stack } from '../lib/stack.mjs';
import { pause, until } from '../lib/wait.mjs';

// The page comes through a network of its own that can be cut.
const net = without_browser ? 0 : await free_port();
const origin = `http://localhost:${net}`;
const stack = without_browser ? undefined : await start_stack({ demo: 'full', settings: { gateway: { public_origins: [origin] } } });
const proxy = stack && (await Proxy.start(net, stack.page_port));
const browser = stack && (await start_browser());
const most = 5_000;

describe('a fault', { skip: without_browser }, () => {
  after(async () => {
    await browser?.close();
    await proxy?.stop();
  });

  const accounts = () => JSON.parse(readFileSync(stack.accounts_file, 'utf8'));
  const written = [];
  let anna, jana, channel, member;

  /** A new text that has to be in both pages and the database once in the end. */
  const text = (word) => {
    written.push(new_word(word));
    return written.at(-1);
  };
  const outage = (on) => [anna, jana].forEach((person) => (person.outage = on));

  /** Everything has recovered: each writes one line, both see both; the time since `begun`. */
  async function recovered(begun, what) {
    const [from_anna, from_jana] = [text('A'), text('J')];
    await Promise.all([anna.write(from_anna), jana.write(from_jana)]);
    await Promise.all([anna.sees(from_anna), anna.sees(from_jana), jana.sees(from_anna), jana.sees(from_jana)]);
    const took = performance.now() - begun;
    console.log(`${what}: both pages talk again after ${Math.round(took)} ms`);
    outage(false);
    assert.ok(took < most, `${Math.round(took)} ms`);
  }

  it('is none at first: two pages talk', async () => {
    const [one, two] = ['member', 'moderator'].map((role) => accounts().find((each) => each.role === role));
    member = await new Member(stack, one).sign_in();
    const { spaces } = await member.rpc('space.list');
    const group = spaces.find((each) => each.regions.includes('14626'));
    channel = (await member.rpc('chat.list_channels', { space: group.id })).channels.find((each) => each.name === 'Austausch').id;
    [anna, jana] = [await Person.open(browser, origin), await Person.open(browser, origin)];
    await Promise.all([anna.enter(one), jana.enter(two)]);
    await Promise.all([anna.open_channel(channel), jana.open_channel(channel)]);
    await recovered(performance.now(), 'no fault');
  });

  it('of the network: what is written meanwhile waits, is said to wait, and goes out once', async () => {
    outage(true);
    await anna.context.setOffline(true);
    proxy.cut();
    const offline = [text('offline eins'), text('offline zwei'), text('offline drei')];
    for (const each of offline) await anna.write(each);
    for (const each of offline) {
      await anna.waiting(each).waitFor();
      assert.match(await anna.waiting(each).innerText(), /wartet/);
    }
    await anna.page.getByRole('status').filter({ hasText: /Nachrichten warten/ }).waitFor();
    await pause(1_000);
    assert.deepEqual(await jana.counts(offline), [0, 0, 0]);
    const begun = performance.now();
    proxy.heal();
    await anna.context.setOffline(false);
    for (const each of offline) await Promise.all([anna.sees(each), jana.sees(each)]);
    await recovered(begun, 'network cut');
    assert.deepEqual([await anna.counts(offline), await jana.counts(offline)], [[1, 1, 1], [1, 1, 1]]);
  });

  it('of the network that nobody is told of: noticed, and the same', async () => {
    outage(true);
    proxy.silence();
    const lost = text('ins Leere');
    await anna.write(lost);
    await anna.waiting(lost).waitFor();
    const begun = performance.now();
    proxy.cut();
    proxy.heal();
    await Promise.all([anna.sees(lost), jana.sees(lost)]);
    await recovered(begun, 'silent network');
  });

  it('of the network with a reload while things wait: they are still there, and go out once', async () => {
    outage(true);
    proxy.cut();
    const kept = [text('vor dem Neuladen eins'), text('vor dem Neuladen zwei')];
    for (const each of kept) await anna.write(each);
    for (const each of kept) await anna.waiting(each).waitFor();
    await assert.rejects(anna.page.reload(), /ERR_/);
    const begun = performance.now();
    proxy.heal();
    // The browser's own page about the failure may still be on its way.
    await until(() => anna.open_channel(channel).then(() => true));
    for (const each of kept) await Promise.all([anna.sees(each), jana.sees(each)]);
    await recovered(begun, 'reload while offline');
    assert.deepEqual([await anna.counts(kept), await jana.counts(kept)], [[1, 1], [1, 1]]);
  });

  it('of the chat service, killed by -9, with a reload while it is away', async () => {
    outage(true);
    await stack.kill('chat');
    const kept = text('ohne Dienst');
    await jana.write(kept);
    await jana.waiting(kept).waitFor();
    await jana.page.reload();
    stack.revive('chat');
    const begun = performance.now();
    await jana.composer.waitFor();
    await Promise.all([anna.sees(kept), jana.sees(kept)]);
    await recovered(begun, 'chat killed, page reloaded');
  });

  for (const name of ['chat', 'members', 'gateway0'])
    it(`of ${name}, killed by -9 while both write, and started again`, async () => {
      outage(true);
      const during = [];
      let killed = false;
      const writing = (async () => {
        for (let i = 0; i < 6 || !killed; i++) {
          const [a, j] = [text(`während ${i} A`), text(`während ${i} J`)];
          during.push(a, j);
          await Promise.all([anna.write(a), jana.write(j)]);
          await pause(30);
        }
      })();
      await pause(80);
      await stack.kill(name);
      await pause(300);
      stack.revive(name);
      const begun = performance.now();
      killed = true;
      await writing;
      for (const each of during) await Promise.all([anna.sees(each), jana.sees(each)]);
      await recovered(begun, `${name} killed`);
      const once = during.map(() => 1);
      assert.deepEqual([await anna.counts(during), await jana.counts(during)], [once, once]);
    });

  it('of Redis: emptied, nobody notices', async () => {
    await stack.flush_redis();
    await recovered(performance.now(), 'Redis FLUSHALL');
  });

  it('of Redis: stopped, they go on talking; back, they talk at once', async () => {
    outage(true);
    await stack.stop_redis();
    await recovered(performance.now(), 'Redis stopped');
    await stack.start_redis();
    await recovered(performance.now(), 'Redis back');
  });

  it('of PostgreSQL\'s connections: all cut, nobody notices', async () => {
    outage(true);
    await stack.sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and usename like 'verbund_%'");
    await recovered(performance.now(), 'PostgreSQL connections cut');
  });

  it('of the gateway told to restart: the pages come back by themselves', async () => {
    outage(true);
    assert.deepEqual(await stack.kill('gateway0', 'SIGTERM'), { code: 0, signal: null });
    stack.revive('gateway0');
    await recovered(performance.now(), 'gateway restarted');
  });

  it('has lost nothing and doubled nothing: both pages and the database hold every line once, in order', async () => {
    const stored = await stack.rows(`select id, number, body from chat.messages where channel = '${channel}' order by number`);
    assert.deepEqual(check_history(stored, stored), []);
    const bodies = stored.map((each) => each.body);
    for (const each of written) assert.equal(bodies.filter((body) => body === each).length, 1, each);
    for (const person of [anna, jana]) {
      const numbers = await person.page.locator('article[data-message]').evaluateAll((rows) => rows.map((row) => Number(row.dataset.number)));
      assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));
      assert.equal(new Set(numbers).size, numbers.length);
      assert.equal(await person.page.locator('article[data-waiting]').count(), 0);
    }
    await Promise.all([anna.page.reload(), jana.page.reload()]);
    await Promise.all([anna.sees(written.at(-1)), jana.sees(written.at(-1))]);
    const last = written.slice(-20);
    assert.deepEqual([await anna.counts(last), await jana.counts(last)], [last.map(() => 1), last.map(() => 1)]);
  });

  it('has made no page break its policy, load from elsewhere, or fail', () => {
    assert.deepEqual([anna, jana].flatMap((each) => each.faults), []);
  });
});

if (stack) ends_well(stack);
