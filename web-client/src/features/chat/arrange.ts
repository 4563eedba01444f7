// Sets messages like minutes: days, runs of one author, the line where the new begins. Pure.
import type { Message } from '../../protocol/types';
import { same_day } from '../../lib/text/dates';

/** Messages of one author within this time stand under one name. */
const run_length = 5 * 60_000;

export interface Line {
  message: Message;
  /** A new day begins here. */
  day: Date | null;
  /** The unread begin here. */
  marker: boolean;
  /** The name stands here. */
  first: boolean;
}

/** What each message needs to know of the one before it. `after`: the last number that was read. */
export function arrange(messages: readonly Message[], after: number | null, me: string): Line[] {
  let marked = after === null;
  let before: Message | null = null;
  return messages.map((message) => {
    const when = new Date(message.sent_at);
    const day: Date | null = !before || !same_day(new Date(before.sent_at), when) ? when : null;
    const marker = !marked && message.number > (after ?? 0) && message.author !== me && !message.deleted_at;
    if (marker) marked = true;
    const first =
      !before ||
      day !== null ||
      marker ||
      before.author !== message.author ||
      when.getTime() - new Date(before.sent_at).getTime() > run_length;
    before = message;
    return { message, day, marker, first };
  });
}

/** How many messages of others stand below a number. */
export function new_since(messages: readonly Message[], after: number, me: string): number {
  return messages.filter((each) => each.number > after && each.author !== me && !each.deleted_at).length;
}

/** Lines of one author in one go, under one name. */
export interface Run {
  author: string;
  day: Date | null;
  marker: boolean;
  messages: Message[];
}

/** Puts lines together to runs. */
export function runs_of(lines: readonly Line[]): Run[] {
  const runs: Run[] = [];
  for (const { message, day, marker, first } of lines) {
    const run = runs.at(-1);
    if (!first && run) run.messages.push(message);
    else runs.push({ author: message.author, day, marker, messages: [message] });
  }
  return runs;
}

/** Whether what this author writes now stands under the name of the run. */
export function continues_run(run: Run, author: string, now: Date): boolean {
  const last = run.messages.at(-1);
  if (!last || run.author !== author) return false;
  const sent = new Date(last.sent_at);
  return same_day(sent, now) && now.getTime() - sent.getTime() <= run_length;
}
