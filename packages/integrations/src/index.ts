export { createGatewayFactory } from './payments/gateway-factory.ts';
export { createSandboxGateway } from './payments/sandbox/sandbox-gateway.ts';
export type { SandboxGatewayConfig } from './payments/sandbox/sandbox-gateway.ts';
export { createSmtpMailer } from './mail/smtp-mailer.ts';
export type { SmtpMailer, SmtpSettings } from './mail/smtp-mailer.ts';
export { openFileKeyVault } from './key-vault/file-key-vault.ts';
export type { FileKeyVault, FileKeyVaultOptions } from './key-vault/file-key-vault.ts';
export { createKmsKeyVault } from './key-vault/kms-key-vault.ts';
export type { KmsClient, KmsKeyVaultOptions, KmsRequest } from './key-vault/kms-key-vault.ts';
