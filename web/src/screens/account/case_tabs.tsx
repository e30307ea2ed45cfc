// The parts of a case behind tabs, each with what may be booked there.
import { Button, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '../../api/types';
import type { KeyId } from '../../keys/registry';
import { useWhyNot } from '../../shell/session';
import { KeyHint } from '../../ui/keycap';
import { WithReason } from '../../ui/states';
import styles from './account.module.css';
import { Consents } from './consents';
import type { CaseOrder } from './orders';
import { Offers } from './offers';
import { LedgerPanel } from './ledger';
import { Mandates } from './mandates';
import { Papers } from './papers';
import { Standings } from './standings';
import { Contacts, Debts, Payments, Promises } from './tables';
import { Timeline, type TimelineFilter } from './timeline';

export const caseTabs = ['timeline', 'debts', 'ledger', 'offers', 'promises', 'payments', 'contacts', 'consents'] as const;
export type CaseTab = (typeof caseTabs)[number];

interface OrderButtonProps {
  text: string;
  hint: KeyId;
  reason: string | null;
  onClick: () => void;
}

function OrderButton({ text, hint, reason, onClick }: OrderButtonProps) {
  return (
    <div className={styles.panelHead}>
      <WithReason reason={reason}>
        <Button disabled={reason !== null} onClick={onClick} rightSection={<KeyHint of={hint} />} size="xs" variant="default">
          {text}
        </Button>
      </WithReason>
    </div>
  );
}

interface Props {
  workspace: Workspace;
  tab: CaseTab;
  onTab: (tab: CaseTab) => void;
  filter: TimelineFilter;
  onFilter: (filter: TimelineFilter) => void;
  onOrder: (order: CaseOrder) => void;
}

export function CaseTabs({ workspace, tab, onTab, filter, onFilter, onOrder }: Props) {
  const { t } = useTranslation();
  const whyNot = useWhyNot();
  const panel = (value: CaseTab, content: ReactNode) => (
    <Tabs.Panel className={styles.panel ?? ''} tabIndex={0} value={value}>
      {content}
    </Tabs.Panel>
  );
  return (
    <Tabs className={styles.tabs ?? ''} keepMounted={false} onChange={(value) => onTab(value as CaseTab)} value={tab}>
      <Tabs.List>
        {caseTabs.map((value) => (
          <Tabs.Tab key={value} value={value}>
            {t(`tab.${value}`)}
          </Tabs.Tab>
        ))}
        <span className={styles.tabHint}>
          <KeyHint of="tab" />
        </span>
      </Tabs.List>
      <Tabs.Panel className={styles.panel ?? ''} value="timeline">
        <Timeline filter={filter} onFilter={onFilter} workspace={workspace} />
      </Tabs.Panel>
      {panel(
        'debts',
        <>
          <OrderButton hint="dispute" onClick={() => onOrder({ kind: 'dispute' })} reason={whyNot('dispute.record')} text={t('dispute.open')} />
          <Papers workspace={workspace} />
          <Standings onOrder={onOrder} workspace={workspace} />
          <Debts workspace={workspace} />
        </>,
      )}
      {panel('ledger', <LedgerPanel workspace={workspace} />)}
      {panel('offers', <Offers onOrder={onOrder} workspace={workspace} />)}
      {panel('promises', <Promises offReason={whyNot('promise.record')} onCancel={(promise) => onOrder({ kind: 'cancel', promise })} workspace={workspace} />)}
      {panel(
        'payments',
        <>
          <OrderButton hint="payment" onClick={() => onOrder({ kind: 'payment' })} reason={whyNot('payment.record')} text={t('payment.book')} />
          <Payments workspace={workspace} />
          <Mandates workspace={workspace} />
        </>,
      )}
      {panel(
        'contacts',
        <>
          {(whyNot('audit.read') === null || whyNot('privacy.manage') === null) && (
            <div className={styles.panelHead}>
              {whyNot('privacy.manage') === null && (
                <Button onClick={() => onOrder({ kind: 'personalData' })} size="xs" variant="default">
                  {t('privacy.open')}
                </Button>
              )}
              {whyNot('audit.read') === null && (
                <Button onClick={() => onOrder({ kind: 'file' })} size="xs" variant="default">
                  {t('person_file.make')}
                </Button>
              )}
            </div>
          )}
          <Contacts offReason={whyNot('contact.record')} onWrong={(point) => onOrder({ kind: 'wrongNumber', point })} workspace={workspace} />
        </>,
      )}
      {panel('consents', <Consents onOrder={onOrder} workspace={workspace} />)}
    </Tabs>
  );
}
