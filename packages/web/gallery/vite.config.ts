import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The gallery is for looking at and for its browser test; it is part of no app. */
export default defineConfig({
  root: import.meta.dirname,
  clearScreen: false,
  plugins: [react()],
  build: { target: 'es2023', outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0 },
});
