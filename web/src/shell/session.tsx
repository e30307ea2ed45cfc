// Who is signed in, for the screens below.
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/types';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside a session');
  return session;
}

/** What screens ask for; the server asks again. */
export const permissions = ['queue.work', 'action.record', 'promise.record', 'arrangement.record', 'arrangement.approve', 'document.read', 'payment.record', 'payment.match', 'payment.return', 'payroll.manage', 'mandate.record', 'debit.manage', 'debt.charge_off', 'debt.write_off', 'dispute.record', 'consent.record', 'contact.record', 'outbox.read', 'outbox.resolve', 'audit.read', 'gate.override', 'gate.approve', 'person.merge', 'privacy.manage', 'strategy.read', 'strategy.edit', 'strategy.approve', 'strategy.start', 'report.read'] as const;
export type Permission = (typeof permissions)[number];

/** Whether the person may do something. */
export function useMay(): (permission: Permission) => boolean {
  const { user } = useSession();
  return (permission) => user.permissions.includes(permission);
}

/** Why the person may not do something, or null: screens keep the control and say why it is off. */
export function useWhyNot(): (permission: Permission) => string | null {
  const { t } = useTranslation();
  const may = useMay();
  return (permission) => {
    if (may(permission)) return null;
    const [noun, verb] = permission.split('.') as ['queue', 'work'];
    return t('permission.missing', { what: t(`permission.${noun}.${verb}`), permission });
  };
}
