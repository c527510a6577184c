/** The gateway's fee in minor units: amount × basis points / 10,000, rounded half up. */
export function feeOf(amount: bigint, feeBasisPoints: number): bigint {
  return (amount * BigInt(feeBasisPoints) + 5_000n) / 10_000n;
}
