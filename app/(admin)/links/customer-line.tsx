// One customer of QuickBooks, told from others: name, whose job, e-mail, company, city, and who is linked to it.
import { EyeOff, Link2 } from "lucide-react";

import type { CustomerShown } from "#lib/sync/links.ts";

export function CustomerLine({ customer }: { readonly customer: CustomerShown }) {
  const { name, ledgerId, jobOf, email, company, city, currency, isActive, taken } = customer;
  const facts = [jobOf ? `Job of ${jobOf}` : null, company === name ? null : company, email, city, currency];
  return (
    <span className="grid min-w-0 gap-0.5">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{name}</span>
        <span className="text-xs text-faint">
          QuickBooks ID <span className="font-mono">{ledgerId}</span>
        </span>
      </span>
      <span className="text-soft">{facts.filter(Boolean).join(" · ")}</span>
      {isActive ? null : (
        <span className="inline-flex items-center gap-1 text-warn">
          <EyeOff aria-hidden className="size-3.5" /> Inactive in QuickBooks
        </span>
      )}
      {taken ? (
        <span className="inline-flex items-center gap-1 text-soft">
          <Link2 aria-hidden className="size-3.5" /> Linked to {taken} already
        </span>
      ) : null}
    </span>
  );
}
