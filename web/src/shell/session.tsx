// Who is signed in, for the screens below.
import { createContext, useContext } from 'react';
import type { Session } from '../api/types';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside a session');
  return session;
}

/** Whether the person may do something; screens keep the control and say why it is off. */
export function useMay(): (permission: string) => boolean {
  const { user } = useSession();
  return (permission) => user.permissions.includes(permission);
}
