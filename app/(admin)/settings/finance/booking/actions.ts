// What can a person decide about booking?
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { SaveBooking } from "#lib/documents/booking.ts";
import { saveBooking } from "#lib/operations/save-booking.ts";

export const save = tenantAction(SaveBooking, saveBooking);
