export { createTenant, findTenantId, listTenantsOfInstallation } from './create-tenant.ts';
export { advanceDemoClock } from './demo-clock.ts';
export { readAudit, type AuditFilter } from './read-audit.ts';
export { assertTenantActive, setTenantStatus } from './set-tenant-status.ts';
export { getTenant, updateMoneyRules, updateSettings } from './settings.ts';
