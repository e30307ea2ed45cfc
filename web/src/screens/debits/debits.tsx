// Cobro automático: files of direct debit, the newest first, and what became of their orders.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { debitsQuery } from '../../api/queries';
import type { BankTaken, Debit, DebitSum } from '../../api/types';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, Stale, WithReason } from '../../ui/states';
import { Table } from '../account/tables';
import { PaymentsNav } from '../payments/payments_nav';
import { TakeDialog, TakenNote } from '../payments/take_dialog';
import { NewRunForm } from './new_run';

const tones = { under_way: 'info', paid: 'ok', returned: 'bad', rejected: 'bad', withdrawn: undefined } as const;

/** The state of orders, with what the bank has said of those under way. */
export function SumTag({ state, said, count }: Pick<DebitSum, 'state' | 'said'> & { count?: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = state === 'under_way' && (said === 'accepted' || said === 'pending') ? t(`debit_said.${said}`) : t(`debit_state.${state}`);
  return (
    <span className="tag" data-tone={tones[state]}>
      {count === undefined ? text : `${text}: ${format.count(count)}`}
    </span>
  );
}

function DebitsBody() {
  const { t } = useTranslation();
  const format = useFormat();
  const takeReason = useWhyNot()('payment.match');
  const query = useQuery(debitsQuery);
  const [isNew, setIsNew] = useState(false);
  const [isTaking, setIsTaking] = useState(false);
  const [taken, setTaken] = useState<BankTaken | null>(null);
  useKeys({ newRun: () => setIsNew(true) });
  if (query.isPending) return <Loading />;
  if (!query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('debit.failed')} />;
  const { items, creditors } = query.data;
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      <p className={styles.intro}>{t('debit.intro')}</p>
      <div className={styles.buttons}>
        <Button onClick={() => setIsNew(true)} rightSection={<KeyHint of="newRun" />} size="xs">
          {t('debit.new')}
        </Button>
        <WithReason reason={takeReason}>
          <Button disabled={takeReason !== null} onClick={() => setIsTaking(true)} size="xs" variant="default">
            {t('debit.take')}
          </Button>
        </WithReason>
      </div>
      {taken !== null && <TakenNote taken={taken} />}
      {items.length === 0 ? (
        <Empty title={t('debit.empty')}>{t('debit.empty_text')}</Empty>
      ) : (
        <section aria-label={t('debit.files')} className={`card ${styles.block}`}>
          <Table
            columns={[
              { key: 'message', label: t('debit.message'), cell: (file: Debit) => <Link href={`/pagos/cobros/${file.id}`}>{file.message}</Link> },
              { key: 'creditor', label: t('debit.creditor'), cell: (file) => file.creditor },
              { key: 'on', label: t('debit.on'), cell: (file) => format.day(file.collect_on) },
              { key: 'orders', label: t('debit.orders'), isNumber: true, cell: (file) => format.count(file.orders) },
              { key: 'amount', label: t('debit.amount'), isNumber: true, cell: (file) => format.money(file.amount, file.currency) },
              { key: 'sums', label: t('bank.state'), cell: (file) => file.sums.map((sum) => <SumTag count={sum.orders} key={`${sum.state} ${sum.said}`} said={sum.said} state={sum.state} />) },
            ]}
            label={t('debit.files')}
            rows={items}
          />
        </section>
      )}
      {isNew && <NewRunForm creditors={creditors} files={items} onClose={() => setIsNew(false)} />}
      {isTaking && (
        <TakeDialog
          onClose={() => setIsTaking(false)}
          onTaken={(what) => {
            setTaken(what);
            void query.refetch();
          }}
          text={t('debit.take_text')}
          title={t('debit.take')}
        />
      )}
    </>
  );
}

export default function DebitsScreen() {
  const { t } = useTranslation();
  const offReason = useWhyNot()('debit.manage');
  useTitle(t('debit.title'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>
        <PaymentsNav />
        <h1>{t('debit.title')}</h1>
        {offReason === null ? <DebitsBody /> : <Empty title={offReason} />}
      </div>
    </div>
  );
}
