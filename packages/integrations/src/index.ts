export { createGatewayFactory } from './payments/gateway-factory.ts';
export { createSandboxGateway } from './payments/sandbox/sandbox-gateway.ts';
export type { SandboxGatewayConfig } from './payments/sandbox/sandbox-gateway.ts';
export { createSmtpMailer } from './mail/smtp-mailer.ts';
export type { SmtpMailer, SmtpSettings } from './mail/smtp-mailer.ts';
