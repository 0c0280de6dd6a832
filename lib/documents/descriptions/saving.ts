// What does the page of descriptions show, ask and save? The shapes of its forms.
import { z } from "zod";

import type { TemplateFault } from "./check.ts";
import type { Described } from "./describe.ts";
import { Descriptions, situations, TEMPLATE_MAX, texts, type SituationName, type TextName } from "./templates.ts";

export const ShowDescriptions = z.object({ companyFileId: z.uuid().optional() });
export type ShowDescriptions = z.infer<typeof ShowDescriptions>;

/** Which posted documents take a new text. waiting: none; orders that are not in QuickBooks yet are planned again. */
export const reaches = ["waiting", "all"] as const;

export const SaveDescriptions = z.object({
  companyFileId: z.uuid(),
  /** The settings' version the templates were written on; somebody may have saved others since. */
  version: z.coerce.number().int().min(0),
  descriptions: Descriptions,
  reach: z.enum(reaches).default("waiting"),
});
export type SaveDescriptions = z.infer<typeof SaveDescriptions>;

export const PreviewDescriptions = z.object({
  companyFileId: z.uuid(),
  situation: z.enum(situations),
  text: z.enum(texts),
  template: z.string().max(TEMPLATE_MAX),
});
export type PreviewDescriptions = z.infer<typeof PreviewDescriptions>;

export const CountDescriptions = z.object({ companyFileId: z.uuid(), descriptions: Descriptions });
export type CountDescriptions = z.infer<typeof CountDescriptions>;

/** What is wrong with one template, and where. */
export type PlacedFault = TemplateFault & { readonly situation: SituationName; readonly text: TextName };

/** What a template says of one order, or of one of its charges. */
export type TextShown = Described & {
  readonly title: string;
  readonly orderNumbers: readonly string[];
  readonly chargeCode?: string;
};

export type DescriptionsPreview = {
  readonly faults: readonly TemplateFault[];
  readonly rows: readonly TextShown[];
  /** One of the newest orders is in this situation. */
  readonly isFitting: boolean;
  /** How many of the newest orders were looked through. */
  readonly lookedAt: number;
};

/** Which orders other templates would touch: not in QuickBooks, and with something there. Not counted where there are faults. */
export type DescriptionsCounted = {
  readonly faults: readonly PlacedFault[];
  readonly waiting: number;
  readonly there: number;
};

/** Nothing was saved where there are faults. */
export type DescriptionsSaved = { readonly faults: readonly PlacedFault[]; readonly orders: number };

/** What the page shows of one company file. */
export type DescriptionsShown = {
  readonly companyFileId: string;
  readonly companyName: string;
  readonly version: number;
  readonly descriptions: Descriptions;
  /** Names that references and custom fields of the newest orders have. */
  readonly names: { readonly reference: readonly string[]; readonly custom: readonly string[] };
  readonly companies: readonly { readonly companyFileId: string; readonly name: string }[];
};
