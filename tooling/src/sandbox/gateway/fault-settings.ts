import type { Store } from '../store/open-store.ts';
import { textOf } from '../store/row.ts';
import { apiFaultSchema, faultsSchema, NO_FAULTS } from './faults.ts';
import type { ApiFault, ApiOperation, Faults } from './faults.ts';

function read(store: Store, name: string): unknown {
  const row = store.get('select value from setting where name = ?', name);
  return row ? JSON.parse(textOf(row, 'value')) : undefined;
}

function write(store: Store, name: string, value: unknown): void {
  store.run(
    `insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value`,
    name,
    JSON.stringify(value),
  );
}

/** What applies to every payment that has no faults of its own. */
export function globalFaults(store: Store): Faults {
  const stored = read(store, 'faults');
  return stored === undefined ? NO_FAULTS : faultsSchema.parse(stored);
}

export function putGlobalFaults(store: Store, faults: Faults): void {
  write(store, 'faults', faults);
}

export function effectiveFaults(store: Store, payment: { readonly faults: Faults | undefined }): Faults {
  return payment.faults ?? globalFaults(store);
}

export function apiFault(store: Store): ApiFault | undefined {
  const stored = read(store, 'api_fault');
  if (stored === undefined || stored === null) return undefined;
  const fault = apiFaultSchema.parse(stored);
  return fault.remaining > 0 ? fault : undefined;
}

export function putApiFault(store: Store, fault: ApiFault | undefined): void {
  write(store, 'api_fault', fault ?? null);
}

/** Uses up one occurrence of the API fault if it is meant for this operation. */
export function takeApiFault(store: Store, operation: ApiOperation): ApiFault | undefined {
  const fault = apiFault(store);
  if (!fault || (fault.operation !== 'any' && fault.operation !== operation)) return undefined;
  putApiFault(store, { ...fault, remaining: fault.remaining - 1 });
  return fault;
}
