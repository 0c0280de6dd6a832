// Which orders would other choices about booking touch? Asked before they are saved.
import { tenantRoute } from "#app/_session/action.ts";
import { CountBooking } from "#lib/documents/booking.ts";
import { countBooking } from "#lib/operations/count-booking.ts";

export const GET = tenantRoute(CountBooking, countBooking);
