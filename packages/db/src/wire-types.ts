/** How PostgreSQL values become JavaScript values: nothing exact ever becomes a number. */
import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;

const TEXT_ARRAY = 1009;

/** The driver's own parser; its types list fewer types than it knows. */
const driverParser = pg.types.getTypeParser as (oid: number, format?: string) => (text: string) => unknown;
const parseTextArray = driverParser(TEXT_ARRAY, 'text') as (text: string) => (string | null)[];
const parsers = new Map<number, (text: string) => unknown>([
  [INT8, BigInt],
  [INT8_ARRAY, (text) => parseTextArray(text).map((item) => (item === null ? null : BigInt(item)))],
  // A day is a day: as a Date it would become a moment in this machine's time zone.
  [DATE, (text) => text],
  [DATE_ARRAY, parseTextArray],
]);

/** For the `types` setting of a connection. numeric stays text, timestamptz is a Date, bytea a Buffer: the driver's own. */
export const wireTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || driverParser(oid, format)) as typeof pg.types.getTypeParser,
};
