/** What only back offices need: TanStack Router, toasts, the login page, the header's tools. The shop must not import it. */
export { AccountMenu } from './account-menu.tsx';
export type { AccountMenuProps } from './account-menu.tsx';
export { LoginPage } from './login-page.tsx';
export type { LoginPageProps } from './login-page.tsx';
export { ForgotPasswordForm, InvitationForm, PasswordResetForm } from './sign-in/mailed-link-forms.tsx';
export { createStaffAuth } from './sign-in/staff-auth.ts';
export type { InvitationView, SignInPlace, SignInStep, StaffAuth } from './sign-in/staff-auth.ts';
export { StaffLogin } from './sign-in/staff-login.tsx';
export type { StaffLoginProps } from './sign-in/staff-login.tsx';
export { useOrderEventDetail } from './order-event-detail.ts';
export { OfficeTools } from './office-tools.tsx';
export { OfficeNavigation, officeRouterOptions } from './tanstack-navigation.tsx';
export { Toasts, useToast } from './toasts.tsx';
export type { ToastActions } from './toasts.tsx';
