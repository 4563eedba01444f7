// Carries calls by POST /rpc for a socket that cannot: writes one after another, as they would arrive on one line.
import { writes } from '../../protocol/methods';
import type { Environment } from './environment';

const writing = new Set<string>(writes);
/** A browser has six lines to a server; one is taken by the events. */
const most_under_way = 4;
const deadline = 30_000;

export interface SentCall {
  id: number;
  method: string;
  params: unknown;
}
/** An answer as a frame: with result or error. */
export type AnswerFrame = { jsonrpc: '2.0'; id: number; result?: unknown; error?: unknown };
/** Nothing: no answer came, and whether the call was done is not known. */
type Done = (answer: AnswerFrame | null) => void;

export class CallsByHttp {
  private waiting: { call: SentCall; done: Done }[] = [];
  private under_way = 0;
  private write_under_way = false;

  constructor(private readonly env: Pick<Environment, 'post'>) {}

  send(call: SentCall, done: Done): void {
    this.waiting.push({ call, done });
    this.pump();
  }

  private pump(): void {
    while (this.under_way < most_under_way) {
      const at = this.waiting.findIndex(({ call }) => !(this.write_under_way && writing.has(call.method)));
      const [next] = at < 0 ? [] : this.waiting.splice(at, 1);
      if (!next) return;
      const write = writing.has(next.call.method);
      if (write) this.write_under_way = true;
      this.under_way++;
      void this.ask(next.call).then((answer) => {
        this.under_way--;
        if (write) this.write_under_way = false;
        next.done(answer);
        this.pump();
      });
    }
  }

  private async ask(call: SentCall): Promise<AnswerFrame | null> {
    const frame = { jsonrpc: '2.0' as const, id: call.id };
    try {
      const { body } = await this.env.post(JSON.stringify({ ...frame, method: call.method, params: call.params }), deadline);
      const { result, error } = (body ?? {}) as AnswerFrame;
      if (error !== undefined) return { ...frame, error };
      return result === undefined ? null : { ...frame, result };
    } catch {
      return null;
    }
  }
}
