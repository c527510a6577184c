import { z } from 'zod';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, SORT_DIRECTIONS } from './pagination.ts';

export const cursorSchema = z
  .string()
  .max(600)
  .regex(/^[A-Za-z0-9_-]+$/, { error: 'bad_cursor' });

/** What every list takes; extend it with the list's filters. */
export const pageInputSchema = z.object({
  cursor: cursorSchema.nullish(),
  limit: z.int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
});

export const sortDirectionSchema = z.enum(SORT_DIRECTIONS);

/** The page of a list whose items have the given schema. */
export function pageSchema<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; nextCursor: z.ZodNullable<z.ZodString> }> {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
