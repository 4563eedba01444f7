// Reads a chat log: what was said, by whom, and how many milliseconds after the beginning.
import { readFileSync } from 'node:fs';

// Longer silences are cut: nobody wants to wait through a night.
const longest_silence = 60_000;

/** The lines of a file: [{nick, body, at}]; what is no message, or has no text, is left out. */
export function read_log(path, most = Infinity) {
  const said = [];
  let before;
  let at = 0;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (!line || said.length >= most) continue;
    const { ts, nick, ev, text } = JSON.parse(line);
    if (!['msg', 'action'].includes(ev) || !text) continue;
    // Local time without a zone, to the minute or the second; after midnight of a meeting it may run back.
    const now = Date.parse(`${ts.length === 16 ? `${ts}:00` : ts}Z`.replace('ZZ', 'Z'));
    if (before !== undefined && now > before) at += Math.min(now - before, longest_silence);
    if (Number.isFinite(now)) before = now;
    said.push({ nick, body: ev === 'action' ? `* ${nick} ${text}` : text, at });
  }
  return said;
}

/** The most lines that fall into one minute. */
export function busiest_minute(said) {
  const minutes = new Map();
  for (const { at } of said) minutes.set(Math.floor(at / 60_000), (minutes.get(Math.floor(at / 60_000)) ?? 0) + 1);
  return Math.max(0, ...minutes.values());
}
