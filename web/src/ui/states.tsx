// The four states that every screen shares: loading, empty, error, and (permission) a control that
// stays visible, disabled, with its reason.
import { Button, Skeleton, Tooltip } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { instant } from '../domain/brand';
import { useFormat } from '../format/format';
import styles from './states.module.css';

/** Nothing for 150 ms, then a skeleton: a fast answer must not flicker. */
export function Loading({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true" className={styles.loading}>
      <span className="hidden" role="status">{isShown ? t('state.loading') : ''}</span>
      {isShown && Array.from({ length: rows }, (_, index) => <Skeleton height={height} key={index} />)}
    </div>
  );
}

/** Why it is empty, and one next step. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.notice}>
      <p className={styles.title}>{title}</p>
      {children && <p className={styles.text}>{children}</p>}
      {action}
    </div>
  );
}

/** What the server or the connection said, in the person's words. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiError)) return t('error.unexpected');
    if (error.status === 0) return t('error.offline');
    return error.problem?.detail || t('error.http', { status: error.status });
  };
}

/** What failed, what to do, and a code to quote. */
export function Failure({ error, title, retry }: { error: unknown; title: string; retry?: () => void }) {
  const { t } = useTranslation();
  const textOf = useErrorText();
  const code = error instanceof ApiError ? error.problem?.instance : undefined;
  return (
    <div className={styles.failure} role="alert">
      <p className={styles.title}>{title}</p>
      <p className={styles.text}>
        {textOf(error)} {code && <span className={styles.code}>{t('error.code', { code })}</span>}
      </p>
      {retry && (
        <Button onClick={retry} size="xs" variant="default">
          {t('error.retry')}
        </Button>
      )}
    </div>
  );
}

/** The last fetch failed: the data stays on screen, and says how old it is. */
export function Stale({ updatedAt }: { updatedAt: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className={styles.stale} role="status">
      {t('state.stale', { time: format.time(instant(updatedAt)) })}
    </p>
  );
}

/** Explains why the control inside is off; shows nothing while it is on.  The wrapper can be
 * focused, because a disabled button cannot. */
export function WithReason({ reason, children }: { reason: string | null; children: ReactNode }) {
  if (reason === null) return children;
  return (
    <Tooltip label={reason} multiline>
      <span aria-label={reason} className={styles.reason} role="note" tabIndex={0}>
        {children}
      </span>
    </Tooltip>
  );
}
