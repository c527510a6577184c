import { OWN_SALES_GROUPS, REPORT_NAMES, SALES_GROUPS } from '@keyfall/contracts/report-schemas';
import { statementPeriodSchema } from '@keyfall/contracts/statement-schemas';
import { writeOwnReport, writeReport, type ReportFormat, type ReportRequest } from '@keyfall/core/reports';
import type { Context } from 'hono';
import { z } from 'zod';
import type { DownloadFile } from '../http/answer-file.ts';
import type { ApiKit } from '../http/api-kit.ts';
import type { ApiHttpEnv } from '../http/http-env.ts';
import { distributorOf, staffOf } from '../http/route-callers.ts';

const nameSchema = z.enum(REPORT_NAMES);

/** `?report=sales|cash-flow|commission-aging|stock-value&from&until&by`; a distributor has its own sales alone. */
export async function openReport(kit: ApiKit, c: Context<ApiHttpEnv>, format: ReportFormat): Promise<DownloadFile> {
  const { from, until, by, report } = c.req.query();
  const periodOf = () => statementPeriodSchema.parse({ from, until });
  if (c.get('site') === 'portal') {
    const ctx = await distributorOf(kit, c, 'reports.export');
    return await writeOwnReport(ctx, { period: periodOf(), by: z.enum(OWN_SALES_GROUPS).parse(by) }, format);
  }
  const name = nameSchema.parse(report);
  const ctx = await staffOf(kit, c, 'reports.export');
  if (name === 'stock-value') await staffOf(kit, c, 'inventory.read_cost');
  const request: ReportRequest =
    name === 'sales'
      ? { report: name, period: periodOf(), by: z.enum(SALES_GROUPS).parse(by) }
      : name === 'cash-flow'
        ? { report: name, period: periodOf() }
        : { report: name };
  return await writeReport(ctx, request, format);
}
