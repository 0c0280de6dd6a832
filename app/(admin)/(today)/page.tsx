// What needs a person today? Problems and their money first, then whether that can be believed, then how the days went.
import { requireScope } from "#app/_session/scope.ts";
import { PageHeader } from "#components/ui/page.tsx";
import { readToday } from "#lib/operations/read-today.ts";
import type { Today } from "#lib/today/today.ts";

import { figure } from "../_watch/words.ts";
import { DayCharts } from "./day-charts.tsx";
import { GoneMappings } from "./gone-mappings.tsx";
import { KeepFresh } from "./keep-fresh.tsx";
import { LastOrders } from "./last-orders.tsx";
import { NeedsYou, NotConnected } from "./needs-you.tsx";
import { Proofs } from "./proofs.tsx";
import { TopCauses } from "./top-causes.tsx";

export const metadata = { title: "Today" };

const CALM_MS = 30_000;
/** Just connected: the first answer is a matter of seconds, and somebody waits for it. */
const FIRST_PROOF_MS = 3_000;

export default async function TodayPage() {
  const today = await readToday(await requireScope(), {});
  const waitsForProof = today.companyFiles.some(({ proof }) => proof.is === "unproven");
  return (
    <>
      <KeepFresh everyMs={waitsForProof ? FIRST_PROOF_MS : CALM_MS} />
      <PageHeader title="Today" lead={leadOf(today)} />
      {today.companyFiles.length === 0 ? (
        <NotConnected />
      ) : (
        <>
          <NeedsYou today={today} />
          <TopCauses today={today} />
          <Proofs today={today} />
          <DayCharts days={today.days} medianMinutes={today.medianMinutes} />
          <GoneMappings mappings={today.goneMappings} />
        </>
      )}
      <LastOrders today={today} />
    </>
  );
}

function leadOf({ problems, drifted, onTheWay, waiting, companyFiles, worker }: Today): string {
  const all = problems + drifted;
  // Without a proof nobody knows that nothing does.
  const isProven = !worker.isSilent && companyFiles.every(({ proof }) => proof.is === "fresh");
  const none = isProven ? "Nothing needs you" : "Nothing is known that needs you";
  const needs = all === 0 ? none : `${figure(all)} ${all === 1 ? "needs" : "need"} you`;
  const rest = [
    onTheWay > 0 ? `${figure(onTheWay)} on the way to QuickBooks` : "",
    waiting > 0 ? `${figure(waiting)} behind another document` : "",
  ];
  return [needs, ...rest].filter(Boolean).join(" · ");
}
