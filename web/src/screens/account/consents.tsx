// What the person allows and forbids: what holds now, when they prefer to be reached, and the ledger.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { consentsQuery } from '../../api/queries';
import type { ConsentLedger, ConsentRow, Workspace } from '../../api/types';
import { useFormat } from '../../format/format';
import { useWhyNot } from '../../shell/session';
import { ChannelName } from '../../ui/channel';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, WithReason } from '../../ui/states';
import styles from './consents.module.css';
import type { CaseOrder } from './orders';
import { Table } from './tables';

const tones = { none: undefined, given: 'ok', revoked: 'bad', expired: 'warn' } as const;

function Channels({ ledger }: { ledger: ConsentLedger }) {
  const { t } = useTranslation();
  return (
    <ul aria-label={t('consent.now')} className={styles.channels}>
      {ledger.channels.map(({ channel, state }) => (
        <li key={channel}>
          <ChannelName channel={channel} />{' '}
          <span className="tag" data-tone={tones[state]}>
            {t(`consent_state.${state}`)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Preference({ preference }: { preference: ConsentLedger['preference'] }) {
  const { t } = useTranslation();
  if (preference === null) return null;
  const { days, opens, closes, channel } = preference;
  const dayNames = days.length === 0 ? t('consent.any_day') : days.map((day) => t(`consent.day_${day as 1 | 2 | 3 | 4 | 5 | 6 | 7}`)).join(', ');
  return (
    <p className={styles.preference}>
      {t('consent.prefers', { days: dayNames, opens, closes })}
      {channel !== null && ` · ${t(`channel.${channel}`)}`}
    </p>
  );
}

interface Props {
  workspace: Workspace;
  onOrder: (order: CaseOrder) => void;
}

function Ledger({ rows, onOrder }: { rows: readonly ConsentRow[]; onOrder: Props['onOrder'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useWhyNot()('consent.record');
  const whatOf = (row: ConsentRow) =>
    `${row.channel === 'all' ? t('consent.all_channels') : t(`channel.${row.channel}`)} · ${t(`consent_purpose.${row.purpose}`)}`;
  return (
    <Table
      columns={[
        { key: 'from', label: t('consent.from'), cell: (row: ConsentRow) => format.day(row.from) },
        {
          key: 'state',
          label: t('debt.state'),
          cell: (row) => (
            <span className="tag" data-tone={row.undone_by_id === null ? tones[row.state] : undefined}>
              {t(`consent_state.${row.state}`)}
            </span>
          ),
        },
        {
          key: 'what',
          label: t('consent.what'),
          cell: (row) => (
            <>
              {whatOf(row)}
              {row.contact_masked !== null && <div className="muted">{row.contact_masked}</div>}
            </>
          ),
        },
        {
          key: 'evidence',
          label: t('consent.evidence'),
          cell: (row) => (
            <>
              {row.evidence}
              <div className="muted">
                {row.source !== null && t(`consent_source.${row.source}`)}
                {row.recorded_by !== null && ` · ${row.recorded_by.name}`}
                {row.wording !== null && ` · ${t('consent.wording_of', { wording: row.wording })}`}
                {row.reason !== null && row.reason !== 'said' && ` · ${t(`consent_reason.${row.reason}`)}`}
                {row.undone_by_id !== null && ` · ${t('consent.taken_back')}`}
              </div>
            </>
          ),
        },
        {
          key: 'undo',
          label: '',
          cell: (row) =>
            row.is_undoable && (
              <WithReason reason={reason}>
                <Button disabled={reason !== null} onClick={() => onOrder({ kind: 'undoConsent', row })} size="compact-xs" variant="default">
                  {t('consent.undo')}
                </Button>
              </WithReason>
            ),
        },
      ]}
      label={t('tab.consents')}
      rows={rows}
    />
  );
}

export function Consents({ workspace, onOrder }: Props) {
  const { t } = useTranslation();
  const reason = useWhyNot()('consent.record');
  const ledger = useQuery(consentsQuery(workspace.case.id));
  const button = (text: string, order: CaseOrder, hint?: 'consent') => (
    <WithReason reason={reason}>
      <Button disabled={reason !== null} onClick={() => onOrder(order)} rightSection={hint && <KeyHint of={hint} />} size="xs" variant="default">
        {text}
      </Button>
    </WithReason>
  );
  if (ledger.isError && !ledger.data) return <Failure error={ledger.error} retry={() => void ledger.refetch()} title={t('consent.failed')} />;
  if (!ledger.data) return <Loading rows={3} />;
  return (
    <div className={styles.panel} data-testid="consents">
      <div className={styles.orders}>
        {button(t('consent.record'), { kind: 'consent' }, 'consent')}
        {button(t('consent.prefer'), { kind: 'preference' })}
      </div>
      <Channels ledger={ledger.data} />
      <Preference preference={ledger.data.preference} />
      {ledger.data.items.length === 0 ? (
        <Empty title={t('consent.empty')}>{t('consent.empty_text')}</Empty>
      ) : (
        <Ledger onOrder={onOrder} rows={ledger.data.items} />
      )}
    </div>
  );
}
