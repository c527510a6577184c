const KEY = 'kf.recent-orders';
const KEPT_MAX = 8;

/** An order placed or opened in this browser: a way back to its page, which opens only with the session's cookie. */
export interface RecentOrder {
  readonly orderNo: string;
  readonly title: string;
}

export function recentOrders(): readonly RecentOrder[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.filter(
      (each): each is RecentOrder =>
        typeof each === 'object' &&
        each !== null &&
        typeof (each as RecentOrder).orderNo === 'string' &&
        typeof (each as RecentOrder).title === 'string',
    );
  } catch {
    return [];
  }
}

export function rememberOrder(order: RecentOrder): void {
  const others = recentOrders().filter((each) => each.orderNo !== order.orderNo);
  try {
    localStorage.setItem(KEY, JSON.stringify([order, ...others].slice(0, KEPT_MAX)));
  } catch {
    // Without storage the order is still found by its number.
  }
}
