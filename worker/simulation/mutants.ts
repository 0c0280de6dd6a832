// Bugs a sync engine could have: one place of one file each, changed while it is loaded. The product knows nothing of it.

/** `find` stands in the file exactly once, or the hunt ends loudly: a bug that is not planted finds nothing. */
export type Mutant = {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
};

export const mutants: readonly Mutant[] = [];
