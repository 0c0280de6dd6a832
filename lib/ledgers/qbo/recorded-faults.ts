// Which faults were recorded, of which document, and what must each mean? Used by tests only.
import { recordedBusiness } from "./recorded-business.ts";
import { recordedFields } from "./recorded-fields.ts";
import { recordedGeneral } from "./recorded-general.ts";

/** Every sample; each row of the fault table has one at least. */
export const recordedFaults = [...recordedGeneral, ...recordedFields, ...recordedBusiness];
