// What can go wrong with a call, as the callers see it.

/** The kinds of the wire, and `timeout` for an answer that never came. */
export type Kind =
  | 'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict'
  | 'too_many' | 'unavailable' | 'overloaded' | 'internal' | 'timeout';

const kinds = new Set<Kind>([
  'invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict', 'too_many', 'unavailable', 'overloaded', 'internal',
]);

interface Details {
  pointer?: string | undefined;
  retry_after?: number | undefined;
  current?: unknown;
}

/** A call that failed. Whether the server did it all the same is unknown for `unavailable` and `timeout`. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly pointer: string | undefined;
  /** In milliseconds. */
  readonly retry_after: number | undefined;
  /** With `conflict`: the state the server has. */
  readonly current: unknown;

  constructor(
    readonly kind: Kind,
    message: string,
    details: Details = {},
  ) {
    super(message);
    this.pointer = details.pointer;
    this.retry_after = details.retry_after;
    this.current = details.current;
  }

  /** Repeating the same call later may help. */
  get passing(): boolean {
    return ['unavailable', 'overloaded', 'timeout', 'too_many', 'internal'].includes(this.kind);
  }
}

/** Reads the `error` member of an answer; anything odd becomes `internal`. */
export function to_error(raw: unknown): RpcError {
  const error = (raw ?? {}) as { message?: unknown; data?: Record<string, unknown> };
  const data = typeof error.data === 'object' ? error.data : {};
  const kind = kinds.has(data['kind'] as Kind) ? (data['kind'] as Kind) : 'internal';
  const text = typeof data['message'] === 'string' ? data['message'] : String(error.message ?? kind);
  return new RpcError(kind, text, {
    pointer: typeof data['pointer'] === 'string' ? data['pointer'] : undefined,
    retry_after: typeof data['retry_after'] === 'number' ? data['retry_after'] : undefined,
    current: data['current'],
  });
}

/** Makes an RpcError of whatever was thrown. */
export function as_error(thrown: unknown): RpcError {
  return thrown instanceof RpcError ? thrown : new RpcError('internal', String(thrown));
}
