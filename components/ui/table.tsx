// How is a list of rows drawn? A real table; on a phone each row becomes two quiet lines.
import type { ComponentProps } from "react";

import { cn } from "./cn.ts";

/**
 * Where a cell goes on a phone: `lead` (checkbox), first line `title` … `end`, second line `sub`, `sub` … `sub-end`,
 * `wide` (a line of its own), or not at all.
 */
export type PhonePlace = "lead" | "title" | "end" | "sub" | "sub-end" | "wide" | "hide";

type TableProps = ComponentProps<"table"> & {
  /** What the rows are, for a screen reader. */
  readonly label: string;
  /** Off for a small table that is narrow enough to stay one. */
  readonly isStacked?: boolean;
};

// The roles are spelled out because a browser forgets them when the phone layout changes `display`.

/** The table; its header sticks below whatever sticks to the top of the window. */
export function Table({ label, isStacked = true, className, ...rest }: TableProps) {
  return (
    <table
      role="table"
      aria-label={label}
      data-stack={isStacked || undefined}
      {...rest}
      className={cn("ledger-table", className)}
    />
  );
}

export function TableHead(props: ComponentProps<"thead">) {
  return <thead role="rowgroup" {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody role="rowgroup" {...props} />;
}

type RowProps = ComponentProps<"tr"> & {
  /** Shown in the side panel right now. */
  readonly isCurrent?: boolean;
  readonly isSelected?: boolean | undefined;
  readonly isClickable?: boolean;
};

export function Row({ isCurrent, isSelected, isClickable, ...rest }: RowProps) {
  return (
    <tr
      role="row"
      data-current={isCurrent || undefined}
      data-clickable={isClickable || undefined}
      aria-selected={isSelected}
      {...rest}
    />
  );
}

type Align = { readonly align?: "start" | "end" };

export type SortDirection = "ascending" | "descending" | "none";

type HeadCellProps = Omit<ComponentProps<"th">, "align"> & Align & { readonly sort?: SortDirection };

export function HeadCell({ align, sort, ...rest }: HeadCellProps) {
  return <th role="columnheader" scope="col" data-align={align} aria-sort={sort} {...rest} />;
}

type CellProps = Omit<ComponentProps<"td">, "align"> & Align & { readonly phone?: PhonePlace };

/** A cell; without `phone` it joins the second line on a phone. */
export function Cell({ align, phone = "sub", ...rest }: CellProps) {
  return <td role="cell" data-align={align} data-phone={phone} {...rest} />;
}

/** Room of rows that a long list does not draw. Its height is set by script: the content policy allows no style in the page. */
export function GapRow({ px }: { readonly px: number }) {
  if (px < 1) return null;
  return (
    <tr
      role="row"
      aria-hidden
      className="gap-row"
      ref={(row) => {
        if (row) row.style.height = `${px}px`;
      }}
    >
      <td role="cell" colSpan={99} aria-label="Rows that are not drawn" />
    </tr>
  );
}
