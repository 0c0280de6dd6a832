// What is there to choose, and what does each choice mean?
"use client";

import type { ReactNode } from "react";

import { Checkbox, Field, Input, Select } from "#components/ui/field.tsx";
import {
  bookingNames,
  bookingWords,
  isBookingMode,
  modeWords,
  type BookingChoices,
  type BookingShown,
} from "#lib/documents/booking.ts";
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
      <Field label={bookingNames.mode} hint={modeWords[choices.mode].means}>
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
            label={bookingNames.invoiceWhen}
            value={choices.invoiceWhen}
            words={bookingWords.invoiceWhen}
            onChange={(invoiceWhen) => change({ invoiceWhen })}
          />
          <Choice
            label={bookingNames.invoiceNumbers}
            value={choices.invoiceNumbers}
            words={bookingWords.invoiceNumbers}
            hint="With the next number, the order's number stands in the memo."
            onChange={(invoiceNumbers) => change({ invoiceNumbers })}
          />
        </>
      ) : null}
      {choices.sendPayments && modes.some((mode) => mode !== "invoice" && mode !== "sales-receipt") ? (
        <Choice
          label={bookingNames.openPayments}
          value={choices.openPayments}
          words={bookingWords.openPayments}
          onChange={(openPayments) => change({ openPayments })}
        />
      ) : null}
      <Checkbox
        label={bookingNames.sendPayments}
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
        label={bookingNames.exports}
        value={choices.exports}
        words={bookingWords.exports}
        onChange={(exports) => change({ exports })}
      />
    </Grid>
  );
}

export function CancelledFields({ choices, change }: FieldsProps) {
  return (
    <Grid>
      <Choice
        label={bookingNames.whenCancelled}
        value={choices.whenCancelled}
        words={bookingWords.whenCancelled}
        hint="Payments stay either way: the money was received."
        onChange={(whenCancelled) => change({ whenCancelled })}
      />
      <Choice
        label={bookingNames.refundAs}
        value={choices.refundAs}
        words={bookingWords.refundAs}
        hint="A credit memo lowers what the customer owes. A refund receipt says that money went back."
        onChange={(refundAs) => change({ refundAs })}
      />
      <Checkbox
        label={bookingNames.applyCredits}
        checked={choices.applyCredits}
        onChange={({ target }) => change({ applyCredits: target.checked })}
      />
      <Field label={bookingNames.roundingTolerance} hint="In the currency of the document. 0 accepts none.">
        <Input
          value={choices.roundingTolerance}
          inputMode="decimal"
          pattern="\d{1,3}(\.\d{1,2})?"
          required
          className="max-w-32"
          onChange={({ target }) => change({ roundingTolerance: target.value })}
        />
      </Field>
    </Grid>
  );
}

export function CustomerFields({ choices, change }: FieldsProps) {
  return (
    <Grid>
      <Choice
        label={bookingNames.customerMatch}
        value={choices.customerMatch}
        words={bookingWords.customerMatch}
        onChange={(customerMatch) => change({ customerMatch })}
      />
      <Choice
        label={bookingNames.whenCustomerMissing}
        value={choices.whenCustomerMissing}
        words={bookingWords.whenCustomerMissing}
        onChange={(whenCustomerMissing) => change({ whenCustomerMissing })}
      />
      {choices.whenCustomerMissing === "one" ? (
        <Field label={bookingNames.oneCustomer} hint="Its display name in QuickBooks.">
          <Input
            value={choices.oneCustomer}
            maxLength={100}
            required
            onChange={({ target }) => change({ oneCustomer: target.value })}
          />
        </Field>
      ) : null}
      <Choice
        label={bookingNames.jobs}
        value={choices.jobs}
        words={bookingWords.jobs}
        onChange={(jobs) => change({ jobs })}
      />
      <Checkbox
        label={bookingNames.linksRequired}
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
