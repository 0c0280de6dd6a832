// How does an order become documents, and what must be linked before it may?
import { Building2 } from "lucide-react";

import { requireScope } from "#app/_session/scope.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { may } from "#lib/access/scope.ts";
import { ShowBooking } from "#lib/documents/booking.ts";
import { showBooking } from "#lib/operations/show-booking.ts";

import { CompanyTabs } from "../company-tabs.tsx";
import { BookingForm } from "./booking-form.tsx";

export const metadata = { title: "Booking" };

type BookingPageProps = {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function BookingPage({ searchParams }: BookingPageProps) {
  const scope = await requireScope();
  const { company } = await searchParams;
  const asked = ShowBooking.safeParse(typeof company === "string" ? { companyFileId: company } : {});
  const shown = await showBooking(scope, asked.success ? asked.data : {});
  const mayWrite = may(scope.actor, "settings:write");
  return (
    <>
      <PageHeader
        title="Booking"
        lead={
          mayWrite
            ? "What an order becomes in QuickBooks, and what must be linked before it goes."
            : "What an order becomes in QuickBooks. Only an owner or an accountant can change it."
        }
      />
      {shown ? <CompanyTabs panel="/settings/finance/booking" {...shown} /> : null}
      {shown ? (
        <BookingForm key={`${shown.companyFileId}/${shown.version}`} shown={shown} mayWrite={mayWrite} />
      ) : (
        <EmptyState
          icon={<Building2 />}
          title="No QuickBooks company is connected"
          actions={<ButtonLink href="/settings/companies">Connect one</ButtonLink>}
        >
          Booking is decided for each company file.
        </EmptyState>
      )}
    </>
  );
}
