// Descuento por planilla: what employers are asked to deduct, the newest list first.
import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import { employersQuery, payrollListsQuery } from '../../api/queries';
import type { PayrollList, PayrollOrder } from '../../api/types';
import { idOrNull, type Day, type Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useSession, useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { DayField } from '../../ui/day_field';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, Stale } from '../../ui/states';
import { Table } from '../account/tables';
import { PaymentsNav } from '../payments/payments_nav';

const tones = { awaited: 'warn', answered: 'ok', withdrawn: undefined } as const;

export function ListState({ state }: { state: PayrollList['state'] }) {
  const { t } = useTranslation();
  return (
    <span className="tag" data-tone={tones[state]}>
      {t(`payroll_state.${state}`)}
    </span>
  );
}

function NewListForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const cache = useQueryClient();
  const { organisation } = useSession();
  const employers = useQuery(employersQuery);
  const [employer, setEmployer] = useState<Id | null>(null);
  const [from, setFrom] = useState<Day | null>(organisation.open_date);
  const [until, setUntil] = useState<Day | null>(null);
  const [hasArrears, setHasArrears] = useState(false);
  const [hasLeft, setHasLeft] = useState(false);
  const [isAgain, setIsAgain] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const booking = useBooking({
    send: (body: PayrollOrder, key) => take(client.POST('/v1/payroll/lists', { params: { header: { 'Idempotency-Key': key } }, body })),
    onSuccess: (list) => {
      void cache.invalidateQueries({ queryKey: ['payroll'] });
      onClose();
      navigate(`/pagos/planilla/${list.id}`);
    },
  });
  const submit = () => {
    setIsChecked(true);
    if (employer === null || from === null || until === null) return;
    booking.mutate({
      employer_id: employer,
      from,
      until,
      ...(hasArrears ? { arrears: 'yes' as const } : {}),
      ...(hasLeft ? { include_left: 'yes' as const } : {}),
      ...(isAgain ? { again: 'yes' as const } : {}),
    });
  };
  const errorOf = (pointer: string) => fieldErrorOf(booking.error, pointer);
  return (
    <FormDialog
      error={booking.error}
      fields={['/employer_id', '/from', '/until']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t('payroll.make')}
      title={t('payroll.new')}
    >
      <NativeSelect
        data={[
          { value: '', label: employers.data?.length === 0 ? t('payroll.no_employers') : t('payroll.choose_employer') },
          ...(employers.data ?? []).map((each) => ({ value: each.id as string, label: `${each.name} · ${t('payroll.people', { count: each.people })}` })),
        ]}
        data-autofocus
        description={t('payroll.employer_text')}
        error={isChecked && employer === null ? t('payroll.choose_employer') : errorOf('/employer_id')}
        label={t('payroll.employer')}
        onChange={(event) => setEmployer(idOrNull(event.currentTarget.value))}
        value={employer ?? ''}
      />
      <DayField error={isChecked && from === null ? t('payment.choose_day') : errorOf('/from')} label={t('payroll.from')} onChange={setFrom} value={from} />
      <DayField error={isChecked && until === null ? t('payment.choose_day') : errorOf('/until')} label={t('payroll.until')} onChange={setUntil} value={until} />
      <Checkbox checked={hasArrears} label={t('payroll.arrears')} onChange={(event) => setHasArrears(event.currentTarget.checked)} />
      <Checkbox checked={hasLeft} label={t('payroll.include_left')} onChange={(event) => setHasLeft(event.currentTarget.checked)} />
      <Checkbox checked={isAgain} description={t('payroll.again_text')} label={t('payroll.again')} onChange={(event) => setIsAgain(event.currentTarget.checked)} />
    </FormDialog>
  );
}

function PayrollBody() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(payrollListsQuery);
  const [isNew, setIsNew] = useState(false);
  useKeys({ newRun: () => setIsNew(true) });
  if (query.isPending) return <Loading />;
  if (!query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('payroll.failed')} />;
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      <p className={styles.intro}>{t('payroll.intro')}</p>
      <div className={styles.buttons}>
        <Button onClick={() => setIsNew(true)} rightSection={<KeyHint of="newRun" />} size="xs">
          {t('payroll.new')}
        </Button>
      </div>
      {query.data.length === 0 ? (
        <Empty title={t('payroll.empty')}>{t('payroll.empty_text')}</Empty>
      ) : (
        <section aria-label={t('payroll.lists')} className={`card ${styles.block}`}>
          <Table
            columns={[
              { key: 'employer', label: t('payroll.employer'), cell: (list: PayrollList) => <Link href={`/pagos/planilla/${list.id}`}>{list.employer}</Link> },
              { key: 'period', label: t('payroll.period'), cell: (list) => `${format.dayShort(list.from)} – ${format.day(list.until)}` },
              { key: 'lines', label: t('payroll.lines'), isNumber: true, cell: (list) => format.count(list.lines) },
              { key: 'amount', label: t('payroll.expected'), isNumber: true, cell: (list) => format.money(list.amount, list.currency) },
              { key: 'made', label: t('payroll.made_on'), cell: (list) => format.day(list.made_on) },
              { key: 'state', label: t('bank.state'), cell: (list) => <ListState state={list.state} /> },
            ]}
            label={t('payroll.lists')}
            rows={query.data}
          />
        </section>
      )}
      {isNew && <NewListForm onClose={() => setIsNew(false)} />}
    </>
  );
}

export default function PayrollScreen() {
  const { t } = useTranslation();
  const offReason = useWhyNot()('payroll.manage');
  useTitle(t('payroll.title'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>
        <PaymentsNav />
        <h1>{t('payroll.title')}</h1>
        {offReason === null ? <PayrollBody /> : <Empty title={offReason} />}
      </div>
    </div>
  );
}
