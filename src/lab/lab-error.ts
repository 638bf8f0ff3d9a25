/** A lab cannot be started or read as it was asked to; the message says why, the hint what to do. */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}
