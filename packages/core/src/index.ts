export { PortError } from './errors.ts';
