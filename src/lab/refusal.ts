/** What a provisioner or its provider refuses, in its own words. Its message is what Terraform shows. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** HTTP status of the answer; null where the provider itself refuses. */
  readonly status: number | null;
  /** What the answer says, without what the client library makes of it; null where the provider itself refuses. */
  readonly body: string | null;

  constructor(
    message: string,
    options: { readonly status?: number | null; readonly body?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.status = options.status ?? null;
    this.body = options.body ?? null;
  }
}

const statusTexts: Readonly<Record<number, string>> = {
  400: '400 Bad Request',
  403: '403 Forbidden',
  404: '404 Not Found',
  409: '409 Conflict',
  500: '500 Internal Server Error',
  503: '503 Service Unavailable',
  504: '504 Gateway Time-out',
};

/** A refusal of the API, in the form in which the client library of the provider prints it. */
export function apiRefusal(status: number, body: string): Refusal {
  return new Refusal(`ServerError: ${statusTexts[status] ?? status} (${body})`, { status, body });
}

/** A refusal by field, as a form of MAAS gives it. */
export function formRefusal(errors: Readonly<Record<string, string | readonly string[]>>): Refusal {
  const lists = Object.entries(errors).map(([field, text]) => [field, [text].flat()]);
  return apiRefusal(400, JSON.stringify(Object.fromEntries(lists)));
}

/** True for an answer that the thing is not there. */
export function isGone(error: unknown): boolean {
  return error instanceof Refusal && error.status === 404;
}

/** What a form says of a choice that it does not have. */
export function invalidChoice(choice: string): string {
  return `Select a valid choice. ${choice} is not one of the available choices.`;
}

/** The answer to a request for a thing by its id that is not there. */
export function noSuch(kind: string): Refusal {
  return apiRefusal(404, `No ${kind} matches the given query.`);
}
