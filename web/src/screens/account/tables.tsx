// Debts, promises, payments and contact points of the case, as plain tables.
// Shared with screens that load later, so in a file of styles of its own: Mantine's must stand there first.
import '@mantine/core/styles.css';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactPoint, Obligation, PaymentPromise, Workspace } from '../../api/types';
import { useFormat } from '../../format/format';
import { ChannelName } from '../../ui/channel';
import { KeyHint } from '../../ui/keycap';
import { Empty, WithReason } from '../../ui/states';
import { isPayChannel } from './promise_line';
import styles from './tables.module.css';

export interface Column<Row> {
  key: string;
  label: string;
  isNumber?: boolean;
  cell: (row: Row) => ReactNode;
}

/** The column of the controls has no heading: they name themselves. */
function Heading<Row>({ column }: { column: Column<Row> }) {
  if (column.label === '') return <td />;
  return (
    <th data-number={column.isNumber || undefined} scope="col">
      {column.label}
    </th>
  );
}

export function Table<Row extends { id: string }>({ label, columns, rows }: { label: string; columns: Column<Row>[]; rows: readonly Row[] }) {
  return (
    <table aria-label={label} className={styles.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Heading column={column} key={column.key} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            {columns.map((column) => (
              <td data-number={column.isNumber || undefined} key={column.key}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const claimTones = { future: undefined, due: 'info', overdue: 'bad', paid: 'ok', superseded: undefined } as const;
const promiseTones = { open: 'info', kept: 'ok', partial: 'warn', broken: 'bad', cancelled: undefined, rescheduled: undefined } as const;
const pointTones = { unverified: 'warn', verified: 'ok', wrong: 'bad', inactive: undefined, opted_out: 'bad' } as const;

function ObligationBlock({ obligation, workspace }: { obligation: Obligation; workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency } = workspace.case;
  const attributes = Object.entries(obligation.attributes);
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2>{obligation.product ?? t('debt.untitled')}</h2>
        <span className="muted">{obligation.external_id}</span>
        <span className="tag">{t(`obligation_status.${obligation.status}`)}</span>
        <strong className={styles.end}>{format.money(obligation.balance, currency)}</strong>
      </div>
      <Table
        columns={[
          { key: 'number', label: t('debt.claim'), cell: (claim) => claim.number },
          { key: 'due', label: t('debt.due_on'), cell: (claim) => format.day(claim.due_on) },
          { key: 'amount', label: t('debt.amount'), isNumber: true, cell: (claim) => format.money(claim.amount, currency) },
          { key: 'paid', label: t('debt.paid'), isNumber: true, cell: (claim) => format.money(claim.paid, currency) },
          {
            key: 'days',
            label: t('account.past_due_days'),
            isNumber: true,
            cell: (claim) => (claim.past_due_days > 0 ? format.count(claim.past_due_days) : '–'),
          },
          {
            key: 'state',
            label: t('debt.state'),
            cell: (claim) => (
              <span className="tag" data-tone={claimTones[claim.state]}>
                {t(`claim_state.${claim.state}`)}
              </span>
            ),
          },
        ]}
        label={t('debt.claims_of', { debt: obligation.external_id })}
        rows={obligation.claims}
      />
      {attributes.length > 0 && (
        <dl className={styles.attributes}>
          {attributes.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{String(value ?? '–')}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

export function Debts({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  if (workspace.obligations.length === 0) return <Empty title={t('debt.empty')} />;
  return workspace.obligations.map((obligation) => (
    <ObligationBlock key={obligation.id} obligation={obligation} workspace={workspace} />
  ));
}

interface PromisesProps {
  workspace: Workspace;
  /** Why no promise may be cancelled, or null. */
  offReason: string | null;
  onCancel: (promise: PaymentPromise) => void;
}

export function Promises({ workspace, offReason, onCancel }: PromisesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency } = workspace.case;
  if (workspace.promises.length === 0) return <Empty title={t('promise.empty')}>{t('promise.empty_text')}</Empty>;
  return (
    <Table
      columns={[
        { key: 'made', label: t('promise.made_on'), cell: (row) => format.day(row.made_on) },
        { key: 'due', label: t('promise.due_on'), cell: (row) => format.day(row.due_on) },
        { key: 'amount', label: t('promise.amount'), isNumber: true, cell: (row) => format.money(row.amount, currency) },
        { key: 'paid', label: t('debt.paid'), isNumber: true, cell: (row) => format.money(row.paid, currency) },
        {
          key: 'state',
          label: t('debt.state'),
          cell: (row) => (
            <span className="tag" data-tone={promiseTones[row.state]}>
              {t(`promise_state.${row.state}`)}
            </span>
          ),
        },
        {
          key: 'cancel',
          label: '',
          cell: (row) =>
            row.state === 'open' && (
              <WithReason reason={offReason}>
                <Button
                  disabled={offReason !== null}
                  onClick={() => onCancel(row)}
                  rightSection={<KeyHint of="cancelPromise" />}
                  size="compact-xs"
                  variant="default"
                >
                  {t('dialog.cancel')}
                </Button>
              </WithReason>
            ),
        },
      ]}
      label={t('tab.promises')}
      rows={workspace.promises}
    />
  );
}

export function Payments({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency } = workspace.case;
  // A file brings its own word for where the money came from.
  const sourceOf = (source: string) => (isPayChannel(source) ? t(`pay_channel.${source}`) : source);
  if (workspace.payments.length === 0) return <Empty title={t('payment.empty')} />;
  return (
    <Table
      columns={[
        { key: 'value', label: t('payment.value_on'), cell: (row) => format.day(row.value_on) },
        { key: 'amount', label: t('payment.amount'), isNumber: true, cell: (row) => format.money(row.amount, currency) },
        { key: 'unapplied', label: t('payment.unapplied'), isNumber: true, cell: (row) => format.money(row.unapplied, currency) },
        { key: 'source', label: t('payment.source'), cell: (row) => `${sourceOf(row.source)} · ${row.reference}` },
        { key: 'state', label: t('debt.state'), cell: (row) => <span className="tag">{t(`payment_state.${row.state}`)}</span> },
      ]}
      label={t('tab.payments')}
      rows={workspace.payments}
    />
  );
}

const pointReasons = ['verified', 'right_party', 'recent', 'third_party', 'no_answer', 'delivered', 'bounced', 'old', 'wrong', 'inactive', 'opted_out'] as const;

/** How likely the point reaches the person, and why: `right_party:2 recent` are words of the rule with their counts. */
function PointScore({ score, reasons }: { score: number; reasons: string }) {
  const { t } = useTranslation();
  const words = reasons.split(' ').flatMap((each) => {
    const [word, times] = each.split(':');
    const known = pointReasons.find((reason) => reason === word);
    return known ? [t(`point_reason.${known}`, { times: times ?? '' })] : [];
  });
  return (
    <>
      {score}
      {words.length > 0 && <small> {words.join(', ')}</small>}
    </>
  );
}

interface ContactsProps {
  workspace: Workspace;
  /** Why closing a wrong number is off, or null. */
  offReason: string | null;
  onWrong: (point: ContactPoint) => void;
}

export function Contacts({ workspace, offReason, onWrong }: ContactsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (workspace.contact_points.length === 0) return <Empty title={t('contact.empty')}>{t('contact.empty_text')}</Empty>;
  return (
    <Table
      columns={[
        {
          key: 'channel',
          label: t('contact.channel'),
          cell: (row) => <ChannelName channel={row.channel} />,
        },
        {
          key: 'value',
          label: t('contact.value'),
          cell: (row) => (
            <>
              {row.value ?? row.value_masked}
              {row.value_error && (
                <span className="tag" data-tone="warn" title={row.value_error}>
                  {t('contact.not_callable')}
                </span>
              )}
            </>
          ),
        },
        {
          key: 'state',
          label: t('debt.state'),
          cell: (row) => (
            <span className="tag" data-tone={pointTones[row.state]}>
              {t(`point_state.${row.state}`)}
            </span>
          ),
        },
        {
          key: 'score',
          label: t('contact.score'),
          isNumber: true,
          cell: (row) => <PointScore reasons={row.score_reasons} score={row.score} />,
        },
        { key: 'verified', label: t('contact.verified_on'), cell: (row) => (row.verified_on ? format.day(row.verified_on) : '–') },
        {
          key: 'wrong',
          label: '',
          cell: (row) =>
            (row.state === 'verified' || row.state === 'unverified') && (
              <WithReason reason={offReason}>
                <Button disabled={offReason !== null} onClick={() => onWrong(row)} size="compact-xs" variant="default">
                  {t('consent.wrong_number')}
                </Button>
              </WithReason>
            ),
        },
      ]}
      label={t('tab.contacts')}
      rows={workspace.contact_points}
    />
  );
}
