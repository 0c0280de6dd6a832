// Is this the person's password? Argon2id, and the same work whether the account exists or not.
import { hash, verify } from "@node-rs/argon2";

// OWASP's smallest recommended setting; the algorithm is Argon2id unless told otherwise.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash to keep, in PHC format. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password, COST);
}

let nobody: Promise<string> | undefined;

/**
 * True when the password belongs to the hash. Without a hash (no such account, or one that signs in elsewhere) the same
 * work is done for nothing, so that the time of the answer does not tell which accounts exist.
 */
export async function isPasswordRight(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword("nobody has this password");
  const isRight = await verify(passwordHash ?? (await nobody), password);
  return isRight && passwordHash !== null;
}
