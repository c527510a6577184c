import '@keyfall/ui/office.css';
import './main.css';
import { officeTheme } from '@keyfall/ui';
import { WebProvider, preparePage } from '@keyfall/web';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AdminApp } from './admin-app.tsx';
import { queryClient } from './api.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const page = await preparePage(['admin', 'documents', 'pricing']);
createRoot(root).render(
  <StrictMode>
    <WebProvider page={page} queryClient={queryClient} theme={officeTheme}>
      <AdminApp />
    </WebProvider>
  </StrictMode>,
);
