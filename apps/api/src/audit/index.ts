export { auditCalls } from './audit-calls.js';
export { AuditModule } from './audit.module.js';
