// Through every mixture of an upgrade: the release before and this one do their work together.
import { strict as assert } from 'node:assert';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { http_request } from '../lib/http.mjs';
import { abilities } from '../lib/programs.mjs';
import { start_stack } from '../lib/stack.mjs';
import { clients, EarlierProtocol, exchange, exchange_services, migrate, named, pages_talk, release, skip } from './upgrade.mjs';

const both = [0, 1];

describe('an upgrade from the release before', { skip }, async () => {
  if (skip) return;
  const stack = await start_stack({ gateways: 2, replicas: 2, release: release.bin });
  after(() => stack.stop());
  const protocol = new EarlierProtocol();
  const { before, now } = await clients();
  const earlier_services = abilities(release.bin).services;
  const step = (sentence, change, pages) =>
    it(sentence, async () => {
      await change();
      await stack.ready();
      for (const gateway of both) await protocol.try_all(stack, gateway);
      for (const [one, other] of pages) await pages_talk(stack, one, other);
    });

  // As the operator does it: the page that was served moves aside.
  if (existsSync(release.page)) cpSync(release.page, join(stack.folder, 'page.previous'), { recursive: true });

  step('begins with everything as it was', () => undefined, [[before, before]]);
  step('migrates: the programs of before work on the present schema', () => migrate(stack), [[before, before]]);
  step('exchanges one replica of each service: both releases answer behind the gateways of before', async () => {
    for (const service of earlier_services) await exchange(stack, named(stack, service)[1]);
  }, [[before, before]]);
  step('exchanges the other: the services of now behind the gateways of before', () => exchange_services(stack), [[before, before], [now, before]]);
  step('exchanges one gateway: both releases side by side', () => exchange(stack, 'gateway1'), [[before, now], [now, before]]);
  step('exchanges the other: the client of before is served by what is new', () => exchange(stack, 'gateway0'), [[before, now], [now, now]]);
  it('serves whoever has the page of before open every part of it', async () => {
    const parts = readdirSync(join(release.page, 'assets')).filter((name) => !/\.(br|gz)$/.test(name));
    assert.ok(parts.length > 5);
    for (const gateway of both)
      for (const name of parts) {
        const { status, headers } = await http_request(stack.ports[gateway], { path: `/assets/${name}` });
        assert.equal(status, 200, name);
        assert.match(headers['cache-control'], /immutable/);
      }
  });

  step('can take one replica of each service back', async () => {
    for (const service of earlier_services) await exchange(stack, named(stack, service)[1], release.bin);
  }, [[before, now]]);
  step('and forward again', async () => {
    for (const service of earlier_services) await exchange(stack, named(stack, service)[1]);
  }, [[now, now]]);
});
