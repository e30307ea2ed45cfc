// What the person may be offered, and what was agreed: an offer is taken with one press; what waiting
// costs stands above.  Every figure comes from the server.
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useBooking, useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import { arrangementsQuery, joinedArrangementsQuery, offersQuery } from '../../api/queries';
import type { Arrangement, Offer, Workspace } from '../../api/types';
import type { Money } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useWhyNot } from '../../shell/session';
import { Empty, Failure, Loading, WithReason } from '../../ui/states';
import { JointPartList } from './joint_parts';
import type { CaseOrder } from './orders';
import styles from './offers.module.css';

interface Props {
  workspace: Workspace;
  onOrder: (order: CaseOrder) => void;
}

const tones = { pending: 'warn', active: 'info', completed: 'ok', breached: 'bad', cancelled: undefined, rejected: undefined } as const;

function Rows({ rows, workspace }: { rows: Offer['rows']; workspace: Workspace }) {
  const format = useFormat();
  return (
    <ol className={styles.rows}>
      {rows.map((row) => (
        <li key={row.number}>
          <span>
            {format.weekday(row.due_on)} {format.day(row.due_on)}
          </span>
          <span className={styles.amount}>{format.money(row.amount, workspace.case.currency)}</span>
        </li>
      ))}
    </ol>
  );
}

function OfferCard({ offer, canPay, workspace }: { offer: Offer; canPay: Money | null; workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useWhyNot()('arrangement.record');
  const refresh = useRefreshCase();
  const { currency, id } = workspace.case;
  const booking = useBooking({
    send: (body: { offer: string; can_pay?: Money }, key) =>
      take(client.POST('/v1/cases/{id}/arrangements', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: () => refresh(id),
  });
  return (
    <section aria-label={t(`offer.kind.${offer.kind}`)} className={styles.card} data-testid={`offer-${offer.offer}`}>
      <div className={styles.head}>
        <h2>
          {t(`offer.kind.${offer.kind}`)} · {t('offer.rows', { count: offer.rows.length })}
        </h2>
        <strong>{format.money(offer.total, currency)}</strong>
      </div>
      <p className="muted">
        {offer.saving > 0 && `${t('offer.saving', { amount: format.money(offer.saving, currency) })} · `}
        {t('offer.last', { day: format.day(offer.last_on) })} · {t('offer.chance', { share: format.percent(offer.chance, 1000) })}
        {!offer.affordable && ` · ${t('offer.above')}`}
      </p>
      <Rows rows={offer.rows} workspace={workspace} />
      <p className="muted">{offer.if_missed}</p>
      {booking.isError && <Failure error={booking.error} title={t('offer.failed')} />}
      <WithReason reason={reason}>
        <Button
          disabled={reason !== null}
          loading={booking.isPending}
          onClick={() => booking.mutate({ offer: offer.offer, ...(canPay === null ? {} : { can_pay: canPay }) })}
          size="xs"
        >
          {t('offer.accept')}
        </Button>
      </WithReason>
    </section>
  );
}

function ArrangementCard({ arrangement, workspace, onOrder }: Props & { arrangement: Arrangement }) {
  const { t } = useTranslation();
  const format = useFormat();
  const whyNot = useWhyNot();
  const reason = whyNot('arrangement.approve');
  const mayNotJoin = whyNot('arrangement.record');
  const mayNotPay = whyNot('payment.record');
  const { currency } = workspace.case;
  const restructures = arrangement.kind === 'reage' || arrangement.kind === 'reamortise';
  const mayUndo = arrangement.state === 'active' || arrangement.state === 'pending' || (restructures && arrangement.state === 'completed');
  const kind = mayUndo ? 'undoArrangement' : 'reinstate';
  return (
    <section aria-label={t('arrangement.title')} className={styles.card} data-testid="arrangement">
      <div className={styles.head}>
        <h2>
          {t('arrangement.title')} · {t(`offer.kind.${arrangement.kind}`)}
        </h2>
        <span className="tag" data-tone={tones[arrangement.state]}>
          {t(`arrangement.state.${arrangement.state}`)}
        </span>
        <strong>{format.money(arrangement.total, currency)}</strong>
      </div>
      <p className="muted">
        {t('arrangement.made', { day: format.day(arrangement.made_on) })}
        {arrangement.discount > 0 && ` · ${t('offer.saving', { amount: format.money(arrangement.discount, currency) })}`}
        {arrangement.interest > 0 && ` · ${t('proposal.interest', { amount: format.money(arrangement.interest, currency) })}`}
      </p>
      <Rows rows={arrangement.rows} workspace={workspace} />
      {arrangement.joint !== null && (
        <div data-testid="joint">
          <p>
            {arrangement.joint.total === null
              ? t('arrangement.joint_covered', { count: arrangement.joint.parts.length + arrangement.joint.covered })
              : t('arrangement.joint', { total: format.money(arrangement.joint.total, currency), count: arrangement.joint.parts.length })}
          </p>
          <JointPartList caseId={workspace.case.id} currency={currency} isLinked parts={arrangement.joint.parts} />
        </div>
      )}
      {arrangement.debts.length > 1 && (
        <ul aria-label={t('arrangement.debts')} className={styles.list}>
          {arrangement.debts.map((debt) => (
            <li className="muted" key={debt.obligation_id}>
              {t('arrangement.debt', { debt: debt.external_id, agreed: format.money(debt.agreed, currency), owed: format.money(debt.owed, currency) })}
            </li>
          ))}
        </ul>
      )}
      {arrangement.parties.length > 0 && (
        <ul aria-label={t('arrangement.parties')} className={styles.list}>
          {arrangement.parties.map((party) => (
            <li className="muted" key={party.party_id}>
              {t(`arrangement.role.${party.role}`, { name: party.name, day: format.day(party.joined_on) })} · {party.evidence}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        {arrangement.state === 'active' && arrangement.joint?.covered === 0 && (
          <WithReason reason={mayNotPay}>
            <Button disabled={mayNotPay !== null} onClick={() => onOrder({ kind: 'payArrangement', arrangement })} size="xs" variant="default">
              {t('payment.book_joint')}
            </Button>
          </WithReason>
        )}
        {(arrangement.state === 'active' || arrangement.state === 'pending') && (
          <WithReason reason={mayNotJoin}>
            <Button disabled={mayNotJoin !== null} onClick={() => onOrder({ kind: 'join', arrangement })} size="xs" variant="default">
              {t('arrangement.join')}
            </Button>
          </WithReason>
        )}
        {(mayUndo || arrangement.state === 'breached') && (
          <WithReason reason={reason}>
            <Button disabled={reason !== null} onClick={() => onOrder({ kind, arrangement })} size="xs" variant="default">
              {t(mayUndo ? 'arrangement.undo' : 'arrangement.reinstate')}
            </Button>
          </WithReason>
        )}
      </div>
    </section>
  );
}

/** What the person promised for others, as guarantor or co-debtor. */
function JoinedArrangements({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const joined = useQuery(joinedArrangementsQuery(workspace.case.id));
  if (!joined.data || joined.data.items.length === 0) return null;
  return (
    <section aria-label={t('arrangement.joined')} className={styles.card} data-testid="joined">
      <div className={styles.head}>
        <h2>{t('arrangement.joined')}</h2>
      </div>
      <ul className={styles.list}>
        {joined.data.items.map((each) => (
          <li key={each.arrangement_id}>
            <Link href={`/cuenta/${each.case_id}`}>{each.party_name}</Link>
            <span className="tag" data-tone={tones[each.state]}>
              {t(`arrangement.state.${each.state}`)}
            </span>
            <span>{format.money(each.total, each.currency)}</span>
            <span className="muted">
              {t(`arrangement.as.${each.role}`, { day: format.day(each.joined_on) })} · {each.evidence}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Offers({ workspace, onOrder }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useWhyNot()('arrangement.record');
  const { currency, id } = workspace.case;
  const [text, setText] = useState('');
  const [canPay, setCanPay] = useState<Money | null>(null);
  const offers = useQuery(offersQuery(id, canPay));
  const arrangements = useQuery(arrangementsQuery(id));
  const parsed = format.parse(text, currency);
  const failed = offers.isError && !offers.data ? offers : arrangements.isError && !arrangements.data ? arrangements : null;
  if (failed) return <Failure error={failed.error} retry={() => void failed.refetch()} title={t('offer.unread')} />;
  if (!offers.data || !arrangements.data) return <Loading rows={3} />;
  return (
    <div className={styles.offers}>
      {arrangements.data.items.map((arrangement) => (
        <ArrangementCard arrangement={arrangement} key={arrangement.id} onOrder={onOrder} workspace={workspace} />
      ))}
      <JoinedArrangements workspace={workspace} />
      <p data-testid="waiting">{offers.data.waiting.sentence}</p>
      <form
        className={styles.ask}
        onSubmit={(event) => {
          event.preventDefault();
          setCanPay(text.trim() === '' ? null : parsed);
        }}
      >
        <TextInput
          error={text.trim() !== '' && parsed === null ? t('payment.type_amount') : undefined}
          inputMode="decimal"
          label={t('offer.can_pay')}
          onChange={(event) => setText(event.currentTarget.value)}
          size="xs"
          value={text}
        />
        <Button size="xs" type="submit" variant="default">
          {t('offer.find')}
        </Button>
      </form>
      <WithReason reason={reason}>
        <Button disabled={reason !== null} onClick={() => onOrder({ kind: 'propose' })} size="xs" variant="default">
          {t('proposal.title')}
        </Button>
      </WithReason>
      {offers.data.nothing_because !== null && <Empty title={offers.data.nothing_because} />}
      {offers.data.offers.map((offer) => (
        <OfferCard canPay={canPay} key={offer.offer} offer={offer} workspace={workspace} />
      ))}
    </div>
  );
}
