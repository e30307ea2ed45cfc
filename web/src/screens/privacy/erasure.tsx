// What an erasure would take, what must stay and until when, and what stands against it.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PrivacyDetail } from '../../api/types';
import { useFormat } from '../../format/format';
import { useSession } from '../../shell/session';
import styles from '../../ui/action_list.module.css';
import { WithReason } from '../../ui/states';

type Plan = PrivacyDetail['erasure'];

const bars = ['legal_holds', 'open_debts', 'answers_for', 'open_disputes', 'waiting_messages'] as const;

/** Why nothing may be erased now, or null. */
function useBars(erasure: Plan): string | null {
  const { t } = useTranslation();
  const told = bars.filter((bar) => erasure[bar] > 0).map((bar) => t(`erasure_bar.${bar}`, { count: erasure[bar] }));
  if (told.length > 0) return t('erasure.barred', { what: told.join(', ') });
  return erasure.classes.some(({ goes }) => goes) ? null : t('erasure.nothing');
}

/** That an order waits for another person, or may be carried out; with who asked, since when and until when. */
export function WaitingErasure({ waiting, onWithdraw }: { waiting: NonNullable<Plan['waiting']>; onWithdraw: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { user } = useSession();
  const isOwn = waiting.asked_by.id === user.id;
  const said = { name: waiting.asked_by.name, since: format.moment(waiting.since), until: format.moment(waiting.until) };
  return (
    <div className={`${waiting.is_approved ? styles.said : styles.warn} ${styles.head}`} role="status">
      <span>{t(waiting.is_approved ? 'erasure.approved' : 'erasure.waits', said)}</span>
      {!waiting.is_approved && (
        <>
          <Link href="/aprobaciones">{t('erasure.decide')}</Link>
          <WithReason reason={isOwn ? null : t('erasure.withdraw_own', said)}>
            <Button disabled={!isOwn} onClick={onWithdraw} size="xs" variant="default">
              {t('privacy_step.do_withdraw')}
            </Button>
          </WithReason>
        </>
      )}
    </div>
  );
}

export function Erasure({ erasure, onErase }: { erasure: Plan; onErase: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const bar = useBars(erasure);
  const isWaiting = erasure.waiting !== null && !erasure.waiting.is_approved;
  const offReason = bar ?? (isWaiting ? t('erasure.asked') : null);
  const fateOf = (each: Plan['classes'][number]) =>
    each.went_before
      ? t('erasure.went')
      : each.goes
        ? t('erasure.goes')
        : each.kept_until === null
          ? t('erasure.stays')
          : t('erasure.stays_until', { day: format.day(each.kept_until), rule: each.rule ?? '' });
  return (
    <section aria-label={t('erasure.title')} className={`card ${styles.block}`}>
      <div className={styles.head}>
        <h2>{t('erasure.title')}</h2>
        <WithReason reason={offReason}>
          <Button color="red.9" disabled={offReason !== null} onClick={onErase} size="xs">
            {t('privacy_step.do_erase')}
          </Button>
        </WithReason>
      </div>
      {offReason !== null && <p className={styles.warn}>{offReason}</p>}
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('erasure.class')}</th>
            <th scope="col">{t('erasure.rows')}</th>
            <th scope="col">{t('erasure.fate')}</th>
          </tr>
        </thead>
        <tbody>
          {erasure.classes.map((each) => (
            <tr key={each.class}>
              <td>{each.title}</td>
              <td>{format.count(each.rows)}</td>
              <td>{fateOf(each)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
