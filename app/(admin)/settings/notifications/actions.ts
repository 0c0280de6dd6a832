// What can a person change about what they and their tenant are told?
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { SaveDigest } from "#lib/notify/digest.ts";
import { AddEndpoint, RemoveEndpoint, SwitchEndpoint, TestEndpoint } from "#lib/notify/webhook.ts";
import { addEndpoint } from "#lib/operations/add-endpoint.ts";
import { removeEndpoint } from "#lib/operations/remove-endpoint.ts";
import { saveDigest } from "#lib/operations/save-digest.ts";
import { switchEndpoint } from "#lib/operations/switch-endpoint.ts";
import { testEndpoint } from "#lib/operations/test-endpoint.ts";

export const save = tenantAction(SaveDigest, saveDigest);
export const add = tenantAction(AddEndpoint, addEndpoint);
export const turn = tenantAction(SwitchEndpoint, switchEndpoint);
export const remove = tenantAction(RemoveEndpoint, removeEndpoint);
export const sendTest = tenantAction(TestEndpoint, testEndpoint);
