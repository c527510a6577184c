import { useState } from 'react';
import { chosenPeriod, type StatementPeriod } from './statement-period.ts';

/** The period that the address names; the present month where it names none. */
export function useStatementPeriod(url: Parameters<typeof chosenPeriod>[0]): StatementPeriod {
  const [today] = useState(() => new Date());
  return chosenPeriod(url, today);
}
