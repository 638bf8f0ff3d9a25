/** What Ironic, Keystone or the way to them answered instead of what was asked for. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;

  constructor(message: string, options: { readonly status: number; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.status = options.status;
  }
}

interface Fault {
  readonly faultstring?: unknown;
  readonly error_message?: unknown;
  readonly error?: unknown;
  readonly message?: unknown;
  readonly description?: unknown;
}

/** The words of an answer that says no. Ironic puts JSON into JSON; HTTP basic and Keystone have forms of their own. */
function faultText(body: unknown): string | null {
  if (typeof body === 'string') {
    if (!body.startsWith('{')) return body.trim() === '' ? null : body.trim().slice(0, 300);
    try {
      return faultText(JSON.parse(body));
    } catch {
      return body.slice(0, 300);
    }
  }
  if (typeof body !== 'object' || body === null) return null;
  const fault = body as Fault;
  return (
    (typeof fault.faultstring === 'string' ? fault.faultstring : null) ??
    faultText(fault.error_message) ??
    faultText(fault.error) ??
    (typeof fault.message === 'string' ? fault.message : null) ??
    (typeof fault.description === 'string' && fault.description !== '' ? fault.description : null)
  );
}

/** What an answer with an error status says, for people. */
export function failureOf(status: number, body: unknown): ApiFailure {
  return new ApiFailure(faultText(body) ?? `HTTP status ${status}`, { status });
}

/** True where another operation holds the node for a moment, or Ironic has no worker free: it goes away by itself. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false;
  if (error.status === 503) return true;
  return (
    error.status === 409 &&
    /is locked by host|state transition is in progress|is reserved/.test(error.message)
  );
}

/** True where what was asked for is not there. */
export function isAbsent(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 404;
}
