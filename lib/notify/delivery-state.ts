// What is sent to a webhook endpoint, and how far is it?

export const deliveryTypes = ["cause.opened", "test"] as const;
export type DeliveryType = (typeof deliveryTypes)[number];

/** "waiting": to be sent, for the first time or again. */
export const deliveryStates = ["waiting", "delivered", "given-up"] as const;
export type DeliveryState = (typeof deliveryStates)[number];
