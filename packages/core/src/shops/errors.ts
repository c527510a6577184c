import { constraintOf } from '@keyfall/db';
import type { DomainError } from '../errors.ts';

/** Runs a change and turns a broken constraint into the refusal it stands for. */
export async function refusing<T>(work: Promise<T>, refusals: Readonly<Record<string, () => DomainError>>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const refusal = refusals[constraintOf(error) ?? ''];
    throw refusal === undefined ? error : refusal();
  }
}
