// Which orders do other settings touch? Said with numbers, before they are saved.
import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import type { BookingCounted } from "#lib/documents/booking.ts";

type TouchedProps = {
  readonly touched: BookingCounted;
  /** Cancelled orders are voided from now on, and were not before. */
  readonly isVoiding?: boolean;
};

export function Touched({ touched, isVoiding = false }: TouchedProps) {
  const { waiting, there, cancelled } = touched;
  const are = (count: number) => (count === 1 ? "is" : "are");
  return (
    <div className="grid gap-2">
      <p>
        {waiting === 0
          ? "No order waits: they count for orders that come from now on."
          : `${counted(waiting, nouns.order)} that ${are(waiting)} not in QuickBooks yet ${are(waiting)} planned again.`}
      </p>
      {there > 0 ? (
        <p>
          {counted(there, nouns.order)} that {are(there)} in QuickBooks {there === 1 ? "keeps" : "keep"} the form{" "}
          {there === 1 ? "it has" : "they have"} there.
        </p>
      ) : null}
      {isVoiding && cancelled > 0 ? (
        <p>
          What QuickBooks has of {counted(cancelled, { one: "cancelled order", many: "cancelled orders" })} is voided
          there.
        </p>
      ) : null}
    </div>
  );
}
