// What do people put in when they sign in, found an installation, or change who belongs to a tenant?
import { z } from "zod";

import { roles } from "./roles.ts";

const PASSWORD_MIN = 10;
// Longer ones would only cost work: 200 characters are more than any password manager writes.
const PASSWORD_MAX = 200;

const Email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("Write an e-mail address, such as name@example.com.").max(254));
const Name = z.string().trim().min(1, "Write a name.").max(120, "Use at most 120 characters.");

export const SignIn = z.object({
  email: z.string().trim().toLowerCase().min(1, "Write your e-mail address.").max(254),
  password: z.string().min(1, "Write your password.").max(PASSWORD_MAX),
});
export type SignIn = z.output<typeof SignIn>;

export const MakeOwner = z.object({
  token: z.string().trim().min(1, "Paste the token that the start printed.").max(200),
  tenantName: z.string().trim().min(1, "Write the name of your business.").max(120),
  name: Name,
  email: Email,
  password: z
    .string()
    .min(PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters.`)
    .max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters.`),
});
export type MakeOwner = z.output<typeof MakeOwner>;

export const SwitchTenant = z.object({ tenantId: z.uuid() });
export type SwitchTenant = z.output<typeof SwitchTenant>;

export const ListMembers = z.object({});
export type ListMembers = z.output<typeof ListMembers>;

export const AddMember = z.object({ email: Email, name: Name, role: z.enum(roles) });
export type AddMember = z.output<typeof AddMember>;

export const ChangeRole = z.object({ userId: z.uuid(), role: z.enum(roles) });
export type ChangeRole = z.output<typeof ChangeRole>;

export const RemoveMember = z.object({ userId: z.uuid() });
export type RemoveMember = z.output<typeof RemoveMember>;

export const ListActivity = z.object({
  /** Keyset: the last event of the page before; its id is time-ordered. */
  olderThan: z.uuid().optional(),
});
export type ListActivity = z.output<typeof ListActivity>;

export type Member = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: (typeof roles)[number];
  readonly since: string;
};

/** One line of the trail: who did what to what, when. */
export type AuditLine = {
  readonly auditEventId: string;
  readonly at: string;
  readonly actorType: string;
  readonly actorName: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** A line with what its subject is called now; null where that is not there any more, or has no name. */
export type ActivityLine = AuditLine & { readonly subject: string | null };
