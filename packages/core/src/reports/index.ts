export { readAdminDashboard, readPortalDashboard } from './dashboards.ts';
export { listIncome, readIncomeSummary } from './income.ts';
