// What is a person told when they do not look, and which addresses hear of new causes?
import { requireScope, requireSession } from "#app/_session/scope.ts";
import { PageHeader, Section } from "#components/ui/page.tsx";
import { readNotifications } from "#lib/operations/read-notifications.ts";

import { AddWebhook } from "./add-webhook.tsx";
import { DeliveryTable } from "./delivery-table.tsx";
import { DigestForm } from "./digest-form.tsx";
import { WebhookTable } from "./webhook-table.tsx";

export const metadata = { title: "Notifications" };

export default async function NotificationsPage() {
  const shown = await readNotifications(await requireScope(), {});
  const { person, tenant } = await requireSession();
  const { now, digest, isChosen, hasMailServer, webhooks } = shown;
  return (
    <>
      <PageHeader
        title="Notifications"
        lead="One mail a day instead of a mail for each error, and a webhook for each new cause."
      />
      <Section title="Daily digest">
        <DigestForm
          key={JSON.stringify(digest)}
          digest={digest}
          isChosen={isChosen}
          hasMailServer={hasMailServer}
          timeZones={["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]}
          email={person.email}
          tenantName={tenant.name}
          now={now}
        />
      </Section>
      <Section
        title="Webhooks"
        aside={webhooks ? <AddWebhook /> : undefined}
        isFlush={Boolean(webhooks?.endpoints.length)}
      >
        {webhooks === null ? (
          <p className="text-soft">Only an owner or an accountant sees and changes the webhooks of {tenant.name}.</p>
        ) : null}
        {webhooks?.endpoints.length === 0 ? (
          <p className="max-w-[68ch] text-soft">
            There is none yet. Each address you add gets a signed message when a cause opens that was not open before:
            one for the cause, however many documents it stops.
          </p>
        ) : null}
        {webhooks && webhooks.endpoints.length > 0 ? <WebhookTable endpoints={webhooks.endpoints} now={now} /> : null}
      </Section>
      {webhooks && webhooks.deliveries.length > 0 ? (
        <Section title="Last deliveries" isFlush>
          <DeliveryTable deliveries={webhooks.deliveries} now={now} />
        </Section>
      ) : null}
    </>
  );
}
