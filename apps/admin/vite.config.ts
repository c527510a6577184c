import { appConfig } from '@keyfall/tooling/vite';

export default appConfig(import.meta.dirname);
