/** How a command ends. Scripts and CI act on these, so they are never renumbered. */
export const exitCodes = {
  /** Done; warnings are allowed. */
  clean: 0,
  /** A mistake in the command line, a definition or a lock, or a tool that failed. */
  failed: 1,
  /** A review that found changes to servers or their network; nothing refuses them. */
  physical: 2,
  /** Everything is well formed, but a guardrail refuses it. */
  refused: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** For the help text. */
export const exitCodeHelp = `Exit codes:
  0  clean; warnings are allowed
  1  mistake in the command line, a definition or a lock, or a tool that failed
  2  review: the change does something to servers or their network
  3  refused by a guardrail, or by policy.yaml in a review`;
