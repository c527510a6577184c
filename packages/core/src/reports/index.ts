export { readDashboard } from './read-dashboard.ts';
export {
  listCashEntries,
  readCashFlow,
  readCommissionAging,
  readOwnSalesReport,
  readSalesReport,
  readStockValue,
} from './read-reports.ts';
export { writeOwnReport, writeReport } from './write-report.ts';
export type { ReportFile, ReportFormat, ReportRequest } from './write-report.ts';
