import {
  batchActInputSchema,
  batchListInputSchema,
  batchSchema,
  codeListInputSchema,
  codeRowSchema,
  codeSearchInputSchema,
  importIdInputSchema,
  importJobSchema,
  importRejectSchema,
  importStartSchema,
  openCodeSchema,
  revealInputSchema,
} from '@keyfall/contracts/inventory-schemas';
import { importIdSchema, pageInputSchema, pageSchema } from '@keyfall/contracts/schemas';
import { codeFileOverrideSchema, codeFileProfileSchema } from '@keyfall/core/inventory';
import {
  cancelImport,
  changeBatch,
  confirmImport,
  previewImport,
  readBatches,
  readCodes,
  readImportJobs,
  readImportRejects,
  readSuppliers,
  revealCode,
  searchCodes,
  startImport,
} from '@keyfall/core/stock';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

const previewSchema = z.object({
  profile: codeFileProfileSchema,
  ignoredColumns: z.array(z.string()),
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  firstRows: z.array(
    z.object({
      line: z.int(),
      kind: z.string(),
      mask: z.string(),
      expiresAt: z.string().nullable(),
      faceValue: z.string().nullable(),
    }),
  ),
  rejects: z.array(z.object({ line: z.int(), reason: z.string(), mask: z.string() })),
  duplicateLines: z.array(z.int()),
});

/** Batches, codes by their masks, imports. Files travel by the upload route, never through here. */
export const inventoryRouter = adminRouter({
  suppliers: adminProcedure
    .meta({ permission: 'inventory.read' })
    .input(z.void())
    .output(z.array(z.object({ id: z.string(), name: z.string() })))
    .query(async ({ ctx }) => [...(await readSuppliers(ctx.use))]),
  batches: adminProcedure
    .meta({ permission: 'inventory.read' })
    .input(batchListInputSchema)
    .output(pageSchema(batchSchema))
    .query(async ({ ctx, input }) => {
      const page = await readBatches(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  quarantineBatch: adminProcedure
    .meta({ permission: 'inventory.quarantine' })
    .input(batchActInputSchema.extend({ act: z.enum(['quarantine', 'release']) }))
    .output(z.object({ moved: z.int(), state: z.string() }))
    .mutation(({ ctx, input }) => changeBatch(ctx.use, input)),
  recallBatch: adminProcedure
    .meta({ permission: 'inventory.recall' })
    .input(batchActInputSchema.extend({ act: z.literal('recall') }))
    .output(z.object({ moved: z.int(), state: z.string() }))
    .mutation(({ ctx, input }) => changeBatch(ctx.use, input)),
  voidBatch: adminProcedure
    .meta({ permission: 'inventory.void' })
    .input(batchActInputSchema.extend({ act: z.literal('void') }))
    .output(z.object({ moved: z.int(), state: z.string() }))
    .mutation(({ ctx, input }) => changeBatch(ctx.use, input)),
  codes: adminProcedure
    .meta({ permission: 'inventory.read' })
    .input(codeListInputSchema)
    .output(pageSchema(codeRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await readCodes(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  // A mutation, so that the value never stands in an address or a log of addresses.
  searchCode: adminProcedure
    .meta({ permission: 'inventory.search_code' })
    .input(codeSearchInputSchema)
    .output(z.array(codeRowSchema))
    .mutation(async ({ ctx, input }) => [...(await searchCodes(ctx.use, input.value))]),
  reveal: adminProcedure
    .meta({ permission: 'inventory.reveal' })
    .input(revealInputSchema)
    .output(openCodeSchema)
    .mutation(({ ctx, input }) => revealCode(ctx.use, input)),
  imports: adminProcedure
    .meta({ permission: 'inventory.read' })
    .input(pageInputSchema.extend({ id: importIdSchema.optional() }))
    .output(pageSchema(importJobSchema))
    .query(async ({ ctx, input }) => {
      const page = await readImportJobs(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  importRejects: adminProcedure
    .meta({ permission: 'inventory.read' })
    .input(importIdInputSchema)
    .output(z.array(importRejectSchema))
    .query(async ({ ctx, input }) => [...(await readImportRejects(ctx.use, input.id))]),
  startImport: adminProcedure
    .meta({ permission: 'inventory.import' })
    .input(importStartSchema)
    .output(z.object({ jobId: z.string(), batchId: z.string() }))
    .mutation(({ ctx, input }) => startImport(ctx.use, input)),
  previewImport: adminProcedure
    .meta({ permission: 'inventory.import' })
    .input(z.object({ id: importIdSchema, override: codeFileOverrideSchema.optional() }))
    .output(previewSchema)
    .mutation(async ({ ctx, input }) => {
      const preview = await previewImport(ctx.use, input.id, input.override);
      return {
        profile: preview.profile,
        ignoredColumns: [...preview.ignoredColumns],
        accepted: preview.accepted,
        duplicates: preview.duplicates,
        rejected: preview.rejected,
        firstRows: preview.firstRows.map((row) => ({
          line: row.line,
          kind: row.kind,
          mask: row.mask,
          expiresAt: row.expiresAt?.toISOString() ?? null,
          faceValue: row.faceValue ?? null,
        })),
        rejects: preview.rejects.map((row) => ({ ...row })),
        duplicateLines: [...preview.duplicateLines],
      };
    }),
  confirmImport: adminProcedure
    .meta({ permission: 'inventory.import' })
    .input(z.object({ id: importIdSchema, profile: codeFileProfileSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => confirmImport(ctx.use, input.id, input.profile)),
  cancelImport: adminProcedure
    .meta({ permission: 'inventory.import' })
    .input(importIdInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => cancelImport(ctx.use, input.id)),
});
