// What is each role called, and what may it do, in one line?
import type { Role } from "#lib/access/roles.ts";

export const roleWords: Readonly<Record<Role, { readonly name: string; readonly means: string }>> = {
  owner: { name: "Owner", means: "everything, people included" },
  accountant: { name: "Accountant", means: "problems, mappings, QuickBooks IDs, company files, sources" },
  clerk: { name: "Clerk", means: "imports orders and resyncs problems" },
  viewer: { name: "Viewer", means: "looks, changes nothing" },
};
