// What can an owner do to the people of a tenant?
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { AddMember, ChangeRole, RemoveMember } from "#lib/access/people.ts";
import { addMember } from "#lib/operations/add-member.ts";
import { changeRole } from "#lib/operations/change-role.ts";
import { removeMember } from "#lib/operations/remove-member.ts";

export const add = tenantAction(AddMember, addMember);
export const change = tenantAction(ChangeRole, changeRole);
export const remove = tenantAction(RemoveMember, removeMember);
