// Sets up the association, signs in several times and opens channels; writes what the programs need into a file.
// usage: node stage.mjs PORT SET-UP-TOKEN SESSIONS CHANNELS FILE
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';

const [port, token, sessions, channels, file] = process.argv.slice(2);
const origin = `http://127.0.0.1:${port}`;
const email = 'verwaltung@example.org';
const password = randomBytes(18).toString('base64url');

/** A UUID of version 7. */
function newId() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Calls a method over HTTP: its result, and the cookie the answer sets. */
function call(method, params, cookie) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), Origin: origin };
  if (cookie) headers.Cookie = cookie;
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}/rpc`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('end', () => {
        let answer = {};
        try {
          answer = JSON.parse(text);
        } catch {
          // Told below with everything else that is no result.
        }
        if (!answer.result) return reject(new Error(`${method}: ${response.statusCode} ${text}`));
        resolve({ result: answer.result, cookie: response.headers['set-cookie']?.[0]?.split(';')[0] });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const name = { association: 'Messverein', plate: 'MV', name: 'Vera Waltung' };
const first = await call('server.set_up', { token, ...name, email, password });
const cookies = [first.cookie];
while (cookies.length < Number(sessions)) cookies.push((await call('session.sign_in', { email, password })).cookie);

const { spaces } = (await call('space.list', {}, first.cookie)).result;
const lines = cookies.map((cookie) => `cookie ${cookie}`);
for (let i = 0; i < Number(channels); i++) {
  const { result } = await call('chat.create_channel', { id: newId(), space: spaces[0].id, name: `Kanal ${i + 1}` }, first.cookie);
  lines.push(`channel ${result.id}`);
}
writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
