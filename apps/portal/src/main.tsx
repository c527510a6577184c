import '@keyfall/ui/office.css';
import './main.css';
import { officeTheme } from '@keyfall/ui';
import { WebProvider, preparePage } from '@keyfall/web';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api.ts';
import { PortalApp } from './portal-app.tsx';
import { applyRememberedBrand } from './session/own-brand.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

applyRememberedBrand();
const page = await preparePage(['portal', 'documents', 'pricing']);
createRoot(root).render(
  <StrictMode>
    <WebProvider page={page} queryClient={queryClient} theme={officeTheme}>
      <PortalApp />
    </WebProvider>
  </StrictMode>,
);
