// Pages in headless Chromium, as members use them; each notes what it must never do: speak to others, break the policy, fail.
import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { account } from './demo.mjs';
import { page_network } from './stack.mjs';

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
/** Why there can be no test in a browser, or false. */
export const without_browser = program ? false : 'Chromium is not installed';

// A fresh Chromium talks to its makers; in a closed network each of those calls would wait.
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

export async function start_browser() {
  const root = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: program, headless: true, args: [...quiet, ...root] });
}

const words = {
  de: { email: 'E-Mail-Adresse', password: 'Passwort', own: /eigenes Gerät/, submit: 'Anmelden', to: /^An Kanal/, send: 'Senden', waits: 'wartet' },
  en: { email: 'E-mail address', password: 'Password', own: /own device/, submit: 'Sign in', to: /^To channel/, send: 'Send', waits: 'waiting' },
};

/** One member in a browser of her own. */
export class Person {
  static async open(browser, origin, { language = 'de', ...more } = {}) {
    const self = new Person();
    self.origin = origin;
    self.words = words[language];
    self.faults = [];
    // While a part of the server is away on purpose, failed requests in the console are no faults.
    self.outage = false;
    self.context = await browser.newContext({ locale: language === 'de' ? 'de-DE' : 'en-GB', viewport: { width: 1_280, height: 800 }, reducedMotion: 'reduce', ...more });
    await self.context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`));
    });
    self.page = await self.context.newPage();
    self.#listen();
    return self;
  }

  #listen() {
    const inside = (url) => /^(data|blob|about):/.test(url) || url.startsWith(this.origin) || url.startsWith(this.origin.replace('http', 'ws'));
    this.context.on('request', (request) => inside(request.url()) || this.faults.push(`third party: ${request.url()}`));
    this.page.on('websocket', (socket) => inside(socket.url()) || this.faults.push(`third party: ${socket.url()}`));
    this.page.on('pageerror', (error) => this.faults.push(`error in the page: ${error.stack}`));
    this.page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      const text = message.text();
      // Where no WebSocket gets through, the browser says so, and the page finds another way.
      if (page_network === 'school' && text.includes('WebSocket connection to')) return;
      // A hint about speed on a machine that is busy with other tests.
      if (text.includes('was preloaded using link preload but not used')) return;
      const network_fault = /net::ERR_|WebSocket connection to|Failed to load resource/.test(text);
      if (network_fault && (this.outage || text.includes('status of 401'))) return;
      this.faults.push(`console: ${text}`);
    });
  }

  async sign_in({ email, password }, path = '/') {
    const { page, words: w } = this;
    await page.goto(`${this.origin}${path}`);
    await page.getByLabel(w.email).fill(email);
    await page.getByLabel(w.password, { exact: true }).fill(password);
    await page.getByRole('radio', { name: w.own }).check();
    await page.getByRole('button', { name: w.submit, exact: true }).click();
    await page.getByRole('navigation').first().waitFor();
  }

  /** Is signed in without the form, for what is not about signing in: the session's cookie comes from the wire. */
  async enter({ email, password }, path = '/') {
    const { page, origin } = this;
    const body = { jsonrpc: '2.0', id: 1, method: 'session.sign_in', params: { email, password } };
    const answer = await this.context.request.post(`${origin}/rpc`, { headers: { Origin: origin }, data: body });
    if (!(await answer.json()).result) throw new Error(`sign_in: ${answer.status()} ${await answer.text()}`);
    await page.goto(`${origin}${path}`);
    await page.getByRole('navigation').first().waitFor();
  }

  /** Opens a channel by its address, until it can be written in. */
  async open_channel(id) {
    await this.page.goto(`${this.origin}/kanal/${id}`);
    await this.composer.waitFor();
  }

  get composer() {
    return this.page.getByRole('textbox', { name: this.words.to });
  }

  async write(text) {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** The rows that hold exactly this text: what the server has, or what waits. */
  acknowledged(text) {
    return this.page.locator('article[data-message]').filter({ hasText: text });
  }

  waiting(text) {
    return this.page.locator('article[data-waiting]').filter({ hasText: text });
  }

  /** Milliseconds until the server has it and this page shows it. */
  async sees(text, patience = 10_000) {
    const begun = performance.now();
    await this.acknowledged(text).first().waitFor({ timeout: patience });
    return performance.now() - begun;
  }

  /** How often each of the texts is shown, waiting ones included. */
  async counts(texts) {
    const shown = await this.page.locator('article').allInnerTexts();
    return texts.map((text) => shown.filter((each) => each.includes(text)).length);
  }
}

/** How members of a stack come and go in a browser: `visit` is signed in, `leave` sees that the page never failed. */
export function visitors(browser, stack) {
  const open = (options = {}) => Person.open(browser, stack.page_url(), options);
  return {
    open,
    async visit(who, path = '/', options = {}) {
      const person = await open(options);
      await person.enter(account(stack, who), path);
      return person;
    },
    async leave(person) {
      assert.deepEqual(person.faults, []);
      await person.context.close();
    },
  };
}
