import type { CategoryId } from '@keyfall/contracts';
import type { CategoryInput } from '@keyfall/contracts/catalog-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { refusing } from './errors.ts';
import { deleteCategory, insertCategory, updateCategory } from './queries.ts';

/** Makes a category, or changes the one named. @throws DomainError not_found, already_exists (slug) */
export async function saveCategory(
  ctx: Ctx,
  id: CategoryId | null,
  input: CategoryInput,
): Promise<{ readonly id: string }> {
  return await refusing(
    asService(ctx, async (tx) => {
      const saved = id ?? (await insertCategory(tx, input));
      if (id !== null && !(await updateCategory(tx, id, input)))
        throw new DomainError('not_found', { what: 'category' });
      await recordAudit(tx, ctx, { action: 'catalog.save_category', subjectKind: 'category', subjectId: saved });
      return { id: saved };
    }),
  );
}

/** Removes a category without products. @throws DomainError not_found, category_not_empty */
export async function removeCategory(ctx: Ctx, id: CategoryId): Promise<void> {
  await refusing(
    asService(ctx, async (tx) => {
      if (!(await deleteCategory(tx, id))) throw new DomainError('not_found', { what: 'category' });
      await recordAudit(tx, ctx, { action: 'catalog.remove_category', subjectKind: 'category', subjectId: id });
    }),
  );
}
