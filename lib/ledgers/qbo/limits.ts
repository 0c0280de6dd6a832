// How much does QuickBooks Online hold? Lengths from its field reference.

export const qboLimits = {
  /** DocNumber of all sales forms. */
  numberLength: 21,
  /** Line.Description. */
  descriptionLength: 4000,
  /** CustomerMemo, the message on the form. */
  memoLength: 1000,
  /** PrivateNote is 4,000: a long reference and the marker stand there too. */
  noteLength: 2900,
  /** DisplayName holds more in newer companies; 100 is safe everywhere. Item.Name is 100. */
  nameLength: 100,
  /** PaymentRefNum is not stated for payments; the sales receipt's is 21. */
  referenceLength: 21,
  /** PaymentRefNum of a refund receipt. */
  refundReferenceLength: 100,
  emailLength: 100,
  phoneLength: 30,
  cityLength: 255,
  postalCodeLength: 30,
  addressLineLength: 500,
} as const;
