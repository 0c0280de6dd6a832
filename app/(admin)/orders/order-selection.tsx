// What may be done with chosen orders, or with all that the filter finds?
"use client";

import { useQuery } from "@tanstack/react-query";
import { Upload } from "lucide-react";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { counted, figure, nouns } from "#app/(admin)/_watch/words.ts";
import { BulkBar } from "#components/bulk-bar.tsx";
import { Button } from "#components/ui/button.tsx";
import { ASK_OWNER } from "#lib/access/roles.ts";
import type { ChooseOrders } from "#lib/sync/exports.ts";
import type { OrderCount } from "#lib/sync/orders-shown.ts";

import type { OrderSelection } from "./use-order-selection.ts";
import type { OrderView } from "./view.ts";

/** One request names at most so many orders; a filter has no such limit. */
const ROWS_MAX = 1_000;
export const MAY_NOT_EXPORT = `Your role does not export orders. ${ASK_OWNER}`;

/** Everything the list finds now, whatever page is open. */
function filterOf({ state, search }: OrderView): ChooseOrders {
  return { is: "filter", ...(state ? { state } : {}), ...(search ? { search } : {}), except: [] };
}

/** What is ticked; without a tick, all that the list finds. */
export function chosenOr(view: OrderView, { ids, isAll }: Pick<OrderSelection, "ids" | "isAll">): ChooseOrders {
  return ids.length > 0 && !isAll ? { is: "rows", orderIds: [...ids] } : filterOf(view);
}

type ExportButtonProps = { readonly mayExport: boolean; readonly isEmpty: boolean; readonly onClick: () => void };

export function ExportButton({ mayExport, isEmpty, onClick }: ExportButtonProps) {
  const whyNot = mayExport ? (isEmpty ? "No order is listed" : undefined) : MAY_NOT_EXPORT;
  return (
    <Button icon={<Upload aria-hidden />} whyNot={whyNot} onClick={onClick}>
      Export orders
    </Button>
  );
}

type SelectionBarProps = {
  readonly companyFileId: string;
  readonly view: OrderView;
  readonly selection: OrderSelection;
  /** There are other pages. */
  readonly hasMore: boolean;
  readonly onExport: (select: ChooseOrders) => void;
};

export function SelectionBar({ companyFileId, view, selection, hasMore, onExport }: SelectionBarProps) {
  const { ids, isAll, state } = selection;
  const isPage = state === true;
  const count = useQuery({
    queryKey: ["order-count", companyFileId, view.state, view.search],
    queryFn: async ({ signal }) => {
      const query = queryText({ companyFileId, state: view.state, search: view.search });
      return await fetchJson<OrderCount>(`/orders/count?${query}`, signal);
    },
    enabled: hasMore && (isPage || isAll),
  });
  if (ids.length === 0 && !isAll) return null;
  const all = count.data ? allText(count.data) : null;
  return (
    <BulkBar
      countText={isAll ? (all ?? "All matching orders") : counted(ids.length, nouns.order)}
      more={
        hasMore && isPage && !isAll && all ? (
          <Button variant="quiet" size="sm" onClick={selection.takeAll}>
            Select {all}
          </Button>
        ) : null
      }
      actions={
        <Button
          variant="primary"
          icon={<Upload aria-hidden />}
          whyNot={
            ids.length > ROWS_MAX && !isAll ? `At most ${figure(ROWS_MAX)} orders at once, or all matching` : undefined
          }
          onClick={() => onExport(chosenOr(view, selection))}
        >
          Export
        </Button>
      }
      onDrop={selection.drop}
    />
  );
}

/** "all 1,284 matching"; a filter that finds more than go at once says so. */
function allText({ count, isMore }: OrderCount): string {
  return isMore ? `the newest ${figure(count)} matching` : `all ${figure(count)} matching`;
}
