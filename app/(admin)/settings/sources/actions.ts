// What can a person do to the places orders come from?
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { addSource } from "#lib/operations/add-source.ts";
import { makeSourceKey } from "#lib/operations/make-source-key.ts";
import { AddSource, MakeSourceKey } from "#lib/orders/take-in.ts";

export const add = tenantAction(AddSource, addSource);
export const makeKey = tenantAction(MakeSourceKey, makeSourceKey);
