// Views of Problem Sync that somebody keeps under a name: their own, or everyone's of the tenant.
import { z } from "zod";

/** So many of one person, and so many shared ones of a tenant. */
export const viewsMax = 50;

export const SaveView = z.object({
  /** To change one that is there; without it a new one is kept. */
  viewId: z.uuid().optional(),
  name: z.string().trim().min(1, "Give the view a name.").max(80),
  /** What stands behind the question mark of its address. */
  query: z
    .string()
    .max(2_000)
    .regex(/^[\w.~!*'()%&=+:-]*$/, "This is no address of a view."),
  isShared: z.boolean().default(false),
});
export type SaveView = z.infer<typeof SaveView>;

export const RemoveView = z.object({ viewId: z.uuid() });
export type RemoveView = z.infer<typeof RemoveView>;

export const ListViews = z.object({});
export type ListViews = z.infer<typeof ListViews>;

export type SavedView = {
  readonly viewId: string;
  readonly name: string;
  readonly query: string;
  readonly isShared: boolean;
  readonly madeBy: string;
  /** The one who asks made it and may change it. */
  readonly isMine: boolean;
};
