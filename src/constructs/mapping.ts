/**
 * Names model fields that a construct knows and leaves out, because something else is told of them: what remains of
 * a record is checked to be empty, so that a new field does not compile until it is mapped or named here.
 */
export function leftOut(_fields: Readonly<Record<string, unknown>>, _why: string): void {
  // Nothing to do: the call is for the compiler and for readers.
}
