// What is there to choose, and what does each choice mean?
"use client";

import type { ReactNode } from "react";

import { Checkbox, Field, Input, Select } from "#components/ui/field.tsx";
import { isBookingMode, modeWords, type BookingChoices, type BookingShown } from "#lib/documents/booking.ts";
import { bookingModes } from "#lib/documents/settings.ts";

type FieldsProps = {
  readonly choices: BookingChoices;
  readonly change: (part: Partial<BookingChoices>) => void;
  readonly sources: BookingShown["sources"];
};

export function ModeFields({ choices, change, sources }: FieldsProps) {
  const modes = [choices.mode, ...Object.values(choices.sourceModes)];
  return (
    <Grid>
      <Field label="An order becomes" hint={modeWords[choices.mode].means}>
        <Select
          value={choices.mode}
          onChange={({ target }) => isBookingMode(target.value) && change({ mode: target.value })}
        >
          {bookingModes.map((mode) => (
            <option key={mode} value={mode}>
              {modeWords[mode].name}
            </option>
          ))}
        </Select>
      </Field>
      {sources.length > 1
        ? sources.map((source) => (
            <SourceMode key={source.sourceId} source={source} choices={choices} change={change} />
          ))
        : null}
      {modes.includes("sales-order-then-invoice") ? (
        <>
          <Choice
            label="Its invoice is made"
            value={choices.invoiceWhen}
            words={{ completed: "when the order is completed", always: "at once, whatever the order's status" }}
            onChange={(invoiceWhen) => change({ invoiceWhen })}
          />
          <Choice
            label="The invoice's number"
            value={choices.invoiceNumbers}
            words={{ order: "the order's number", next: "the next number QuickBooks gives" }}
            hint="With the next number, the order's number stands in the memo."
            onChange={(invoiceNumbers) => change({ invoiceNumbers })}
          />
        </>
      ) : null}
      {choices.sendPayments && modes.some((mode) => mode !== "invoice" && mode !== "sales-receipt") ? (
        <Choice
          label="A payment of an order that has no invoice yet"
          value={choices.openPayments}
          words={{
            unapplied: "goes to its customer, unapplied, and pays the invoice later",
            wait: "waits for the invoice",
          }}
          onChange={(openPayments) => change({ openPayments })}
        />
      ) : null}
      <Checkbox
        label="Send the payments of orders"
        checked={choices.sendPayments}
        onChange={({ target }) => change({ sendPayments: target.checked })}
      />
    </Grid>
  );
}

type SourceModeProps = Omit<FieldsProps, "sources"> & { readonly source: BookingShown["sources"][number] };

/** A source without a choice of its own is booked like all others. */
function SourceMode({ source, choices, change }: SourceModeProps) {
  const { [source.sourceId]: own, ...others } = choices.sourceModes;
  const pick = (word: string) => {
    change({ sourceModes: isBookingMode(word) ? { ...others, [source.sourceId]: word } : others });
  };
  return (
    <Field label={`Orders of ${source.name} become`} hint={own ? modeWords[own].means : undefined}>
      <Select value={own ?? ""} onChange={({ target }) => pick(target.value)}>
        <option value="">Like all others</option>
        {bookingModes.map((mode) => (
          <option key={mode} value={mode}>
            {modeWords[mode].name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

export function SendingFields({ choices, change }: FieldsProps) {
  return (
    <Grid>
      <Choice
        label="Documents go"
        value={choices.exports}
        words={{ "by-itself": "by themselves, as soon as they are planned", "by-hand": "when a person exports them" }}
        onChange={(exports) => change({ exports })}
      />
    </Grid>
  );
}

export function CancelledFields({ choices, change }: FieldsProps) {
  return (
    <Grid>
      <Choice
        label="When an order is cancelled"
        value={choices.whenCancelled}
        words={{ leave: "its documents stay in QuickBooks", void: "its documents are voided in QuickBooks" }}
        hint="Payments stay either way: the money was received."
        onChange={(whenCancelled) => change({ whenCancelled })}
      />
      <Choice
        label="Refunds are booked as"
        value={choices.refundAs}
        words={{
          "credit-memo": "credit memos",
          "refund-receipt": "refund receipts",
          "by-hand": "nothing: a person enters them in QuickBooks",
        }}
        hint="A credit memo lowers what the customer owes. A refund receipt says that money went back."
        onChange={(refundAs) => change({ refundAs })}
      />
      <Checkbox
        label="Use a credit memo up on the order's invoice while that is open"
        checked={choices.applyCredits}
        onChange={({ target }) => change({ applyCredits: target.checked })}
      />
    </Grid>
  );
}

export function CustomerFields({ choices, change }: FieldsProps) {
  return (
    <Grid>
      <Choice
        label="A customer is recognised in QuickBooks by"
        value={choices.customerMatch}
        words={{ name: "the display name", email: "the e-mail address", company: "the company name" }}
        onChange={(customerMatch) => change({ customerMatch })}
      />
      <Choice
        label="When QuickBooks does not have the customer"
        value={choices.whenCustomerMissing}
        words={{
          create: "it is made there",
          hold: "the order waits until a person links it",
          one: "the order is booked on one customer for all",
        }}
        onChange={(whenCustomerMissing) => change({ whenCustomerMissing })}
      />
      {choices.whenCustomerMissing === "one" ? (
        <Field label="The customer for all" hint="Its display name in QuickBooks.">
          <Input
            value={choices.oneCustomer}
            maxLength={100}
            required
            onChange={({ target }) => change({ oneCustomer: target.value })}
          />
        </Field>
      ) : null}
      <Choice
        label="The job of an order (album, event, project)"
        value={choices.jobs}
        words={{ ignore: "is not booked", "sub-customer": "is a sub-customer in QuickBooks" }}
        onChange={(jobs) => change({ jobs })}
      />
      <Checkbox
        label="Customer and job must be linked before anything of the order goes"
        checked={choices.linksRequired}
        onChange={({ target }) => change({ linksRequired: target.checked })}
      />
    </Grid>
  );
}

type ChoiceProps<Word extends string> = {
  readonly label: string;
  readonly value: Word;
  readonly words: Readonly<Record<Word, string>>;
  readonly hint?: string;
  readonly onChange: (word: Word) => void;
};

/** One of a few, each said in words. */
function Choice<Word extends string>({ label, value, words, hint, onChange }: ChoiceProps<Word>) {
  const all = Object.keys(words) as Word[];
  const pick = (chosen: string) => {
    const word = all.find((one) => one === chosen);
    if (word !== undefined) onChange(word);
  };
  return (
    <Field label={label} hint={hint}>
      <Select value={value} onChange={({ target }) => pick(target.value)}>
        {all.map((word) => (
          <option key={word} value={word}>
            {words[word]}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function Grid({ children }: { readonly children: ReactNode }) {
  return <div className="grid max-w-[60ch] gap-4">{children}</div>;
}
