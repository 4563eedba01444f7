// Reads the text of server-sent events piece by piece.

export interface ServerEvent {
  /** 'message' unless the server says otherwise. */
  name: string;
  /** Its lines of data. */
  data: string[];
}

/** Made for one answer; an event counts only when it is complete. */
export class EventText {
  private rest = '';
  private name = 'message';
  private data: string[] = [];

  /** The events that this piece completes. */
  feed(text: string): ServerEvent[] {
    const found: ServerEvent[] = [];
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() as string;
    for (const line of lines) {
      if (line === '') {
        if (this.data.length > 0) found.push({ name: this.name, data: this.data });
        this.name = 'message';
        this.data = [];
      } else if (line.startsWith('data: ')) this.data.push(line.slice(6));
      else if (line.startsWith('event: ')) this.name = line.slice(7);
    }
    return found;
  }
}
